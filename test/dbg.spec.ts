import { it } from '@jest/globals';
import { setTimeout } from 'node:timers/promises';
import { StandIn } from './support/eventstoredb/stand-in.js';
it('x', async () => { const s = await StandIn.start({ port: 42114, maxAppendSize: 4_194_304 }); await setTimeout(100_000); await s.stop(); }, 150_000);
