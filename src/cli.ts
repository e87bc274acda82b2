#!/usr/bin/env node
import 'reflect-metadata';
import { partsOf } from './command-line.js';
import { run } from './delivery/cli/program.js';
import { interruption } from './serve.js';

// Whoever reads the output may have had enough, as `head` has: that is no fault.
process.stdout.on('error', (fault: NodeJS.ErrnoException) => {
  if (fault.code !== 'EPIPE') throw fault;
  process.exit(0);
});

const terminal = { environment: process.env, out: process.stdout, err: process.stderr, interrupted: interruption };

process.exitCode = await run(process.argv.slice(2), terminal, partsOf(process.env));
