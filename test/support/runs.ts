import process from 'node:process';

/** How many times as often each property is tried: 1 is for every day, 20 for a night. */
const TIMES = Number(process.env['KRONIKA_TEST_RUNS'] ?? 1);

/** @param usual how often a property is tried where nothing else is asked for */
export const runs = (usual: number): { readonly numRuns: number } => ({ numRuns: Math.ceil(usual * TIMES) });
