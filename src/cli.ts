#!/usr/bin/env node
import 'reflect-metadata';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { Tokens } from './application/access/tokens.js';
import { BadSetting, readConfig } from './config.js';
import { SqliteAccessStore } from './infrastructure/sqlite/sqlite-access-store.js';
import { SystemClock } from './infrastructure/system/system-clock.js';

interface TokenOptions {
  readonly role: readonly string[];
  readonly department?: string;
  readonly until?: string;
}

/** Gives out a token. It is printed once; only its hash is kept. */
async function addToken(name: string, { role, department, until }: TokenOptions): Promise<void> {
  const { data } = readConfig(process.env);
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const store = SqliteAccessStore.open(join(data, 'access.sqlite'));
  try {
    const endsOn = until === undefined ? {} : { endsOn: until };
    const tokens = new Tokens(store, new SystemClock());
    const token = await tokens.add({ name, roles: role, ...(department !== undefined && { department }), ...endsOn });
    process.stdout.write(`${token}\n`);
  } finally {
    await store.close();
  }
}

const program = new Command('kronika').description('The daybook of a county office.').exitOverride();
program
  .command('token')
  .description('keys to the interface')
  .command('add')
  .argument('<name>', 'who acts with it, such as pracownik-1')
  .requiredOption('--role <role...>', 'recorder, manager, auditor, administrator; several combine')
  .option('--department <department>')
  .option('--until <day>', 'the last day on which it opens anything; an auditor needs one')
  .description('gives out a token and prints it, once')
  .action(addToken);

program.parseAsync().catch((fault: unknown) => {
  // Usage, which commander has told already, or its help.
  if (fault instanceof Error && 'exitCode' in fault) process.exit(fault.exitCode === 0 ? 0 : 2);
  const message = fault instanceof Error ? fault.message : String(fault);
  process.stderr.write(`${message}\n`);
  process.exit(fault instanceof BadSetting ? 2 : 1);
});
