import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const project = resolve(import.meta.dirname, '../..');
const configFile = join(project, '.dependency-cruiser.cjs');
const cruiser = join(project, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

interface Violation {
  readonly from: string;
  readonly to: string;
  readonly rule: { readonly name: string };
}

interface Cruise {
  readonly modules: readonly { readonly source: string }[];
  readonly summary: { readonly violations: readonly Violation[] };
}

/** Cruises `src` of a folder under the project's own rules, as `npm run architecture` does. */
async function cruise(folder: string): Promise<Cruise> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [cruiser, '--config', configFile, '--output-type', 'json', 'src'],
    { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
  );
  return JSON.parse(stdout) as Cruise;
}

/** A small program with the layout of the real one, in which every layer imports what it may. */
const lawful: Record<string, string> = {
  'package.json': JSON.stringify({
    type: 'module',
    dependencies: Object.fromEntries(
      ['@nestjs/common', '@nestjs/cqrs', 'better-sqlite3', 'class-validator', 'rxjs'].map((name) => [name, '*']),
    ),
    devDependencies: { 'fast-check': '*' },
  }),
  'test/support/story.ts': `export const story = 1;`,

  'src/domain/kernel/day.ts': `export type Day = string;`,
  'src/domain/kernel/event.ts': `import type { Day } from './day.js'; export interface Event { day: Day }`,
  'src/domain/activities/steps.ts': `import '../kernel/day.js'; export const steps = 1;`,
  'src/domain/activities/contact/contact.ts': `
    import { createHash } from 'node:crypto';
    import { IsString } from 'class-validator';
    import { steps } from '../steps.js';
    export const contact = [IsString, steps, createHash];`,
  'src/domain/activities/campaign/campaign.ts': `export const campaign = 1;`,
  'src/domain/catalogue.ts': `
    export { contact } from './activities/contact/contact.js';
    export { campaign } from './activities/campaign/campaign.js';`,
  'src/application/ports/event-store.ts': `import type { Event } from '../../domain/kernel/event.js';
    export interface EventStore { all: Event[] }`,
  'src/application/commands/record.ts': `
    import { CommandHandler } from '@nestjs/cqrs';
    import { Inject } from '@nestjs/common';
    import { Subject } from 'rxjs';
    import type { EventStore } from '../ports/event-store.js';
    export const record = (store: EventStore) => [store, CommandHandler, Inject, Subject];`,
  'src/infrastructure/memory/memory-event-store.ts': `
    import type { EventStore } from '../../application/ports/event-store.js';
    export const memory: EventStore = { all: [] };`,
  'src/infrastructure/sqlite/sqlite-event-store.ts': `
    import { readFileSync } from 'node:fs';
    import Database from 'better-sqlite3';
    import { pragmas } from './pragmas.js';
    export const sqlite = [Database, pragmas, readFileSync];`,
  'src/infrastructure/sqlite/pragmas.ts': `import type { Day } from '../../domain/kernel/day.js';
    export const pragmas: Day[] = [];`,
  'src/delivery/http/activities.controller.ts': `
    import { Controller } from '@nestjs/common';
    import { record } from '../../application/commands/record.js';
    import type { Day } from '../../domain/kernel/day.js';
    export const controller = [Controller, record] as [unknown, unknown, Day?];`,
  'src/delivery/cli/commands.ts': `import '../../domain/catalogue.js';`,
  'src/config.ts': `export const config = 1;`,
  'src/app.module.ts': `
    import './config.js';
    import './infrastructure/memory/memory-event-store.js';
    import './infrastructure/sqlite/sqlite-event-store.js';
    import './delivery/http/activities.controller.js';`,
  'src/main.ts': `import './app.module.js';`,
  'src/cli.ts': `import './app.module.js'; import './delivery/cli/commands.js';`,

  ...Object.fromEntries(
    ['@nestjs/common', '@nestjs/cqrs', 'better-sqlite3', 'class-validator', 'fast-check', 'luxon', 'rxjs'].flatMap(
      (name) => [
        [`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' })],
        [`node_modules/${name}/index.js`, ''],
      ],
    ),
  ),
};

/** One wrong file each: [the rule it breaks, its path, its text]. */
const plants: readonly (readonly [rule: string, path: string, text: string])[] = [
  ['no-cycles', 'src/domain/views/coverage.ts', `import './trail.js';`],
  ['no-barrels', 'src/domain/activities/contact/index.ts', `export * from './contact.js';`],
  ['no-unresolvable', 'src/domain/views/lost.ts', `import './nowhere.js';`],
  ['only-declared-packages', 'src/delivery/http/undeclared.ts', `import 'luxon';`],
  ['only-declared-packages', 'src/delivery/http/development.ts', `import 'fast-check';`],
  ['src-knows-no-tests', 'src/application/tried.ts', `import '../../test/support/story.js';`],
  ['roots-are-not-imported', 'src/delivery/http/server.ts', `import '../../app.module.js';`],
  ['roots-are-not-imported', 'src/domain/rooted.ts', `import '../main.js';`],
  ['kernel-stands-alone', 'src/domain/kernel/curious.ts', `import '../catalogue.js';`],
  [
    'kinds-apart',
    'src/domain/activities/campaign/borrowed.ts',
    `import type { contact } from '../contact/contact.js'; export type Borrowed = typeof contact;`,
  ],
  [
    'domain-knows-only-domain',
    'src/domain/upward.ts',
    `import type { EventStore } from '../application/ports/event-store.js'; export type Upward = EventStore;`,
  ],
  ['domain-is-pure', 'src/domain/framed.ts', `import '@nestjs/common';`],
  ['domain-is-pure', 'src/domain/reading.ts', `import 'node:fs';`],
  ['domain-is-pure', 'src/domain/reading-later.ts', `import 'fs/promises';`],
  [
    'application-knows-only-domain',
    'src/application/queries/direct.ts',
    `import '../../infrastructure/sqlite/pragmas.js';`,
  ],
  ['application-knows-only-domain', 'src/application/queries/served.ts', `import '../../delivery/cli/commands.js';`],
  ['application-knows-only-domain', 'src/application/queries/configured.ts', `import '../../config.js';`],
  ['application-has-no-technology', 'src/application/queries/stored.ts', `import 'better-sqlite3';`],
  ['application-has-no-technology', 'src/application/queries/written.ts', `import 'node:fs';`],
  [
    'infrastructure-knows-only-ports',
    'src/infrastructure/memory/verbs.ts',
    `import '../../application/commands/record.js';`,
  ],
  ['infrastructure-knows-only-ports', 'src/infrastructure/memory/pages.ts', `import '../../delivery/cli/commands.js';`],
  ['adapters-apart', 'src/infrastructure/memory/shared.ts', `import '../sqlite/pragmas.js';`],
  ['adapters-apart', 'src/infrastructure/helper.ts', `import './sqlite/pragmas.js';`],
  [
    'delivery-knows-only-application',
    'src/delivery/http/adapter.ts',
    `import '../../infrastructure/memory/memory-event-store.js';`,
  ],
  ['delivery-knows-only-application', 'src/delivery/http/configured.ts', `import '../../config.js';`],
  ['engines-only-in-infrastructure', 'src/delivery/http/engine.ts', `import 'better-sqlite3';`],
];

async function plant(folder: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

describe('the layers of the source', () => {
  it('hold in every file', async () => {
    const { modules, summary } = await cruise(project);

    const files = modules.map(({ source }) => source).filter((source) => source.startsWith('src/'));
    // Rules that match no file hold always: the smallest tree this may be, and each layer is in it.
    expect(files.length).toBeGreaterThan(10);
    for (const layer of ['domain', 'application', 'infrastructure'])
      expect(files.filter((file) => file.startsWith(`src/${layer}/`))).not.toEqual([]);
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
  }, 60_000);
});

describe('the rules of the layers', () => {
  let folder: string;
  let broken: Cruise;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kronika-architecture-'));
    await plant(folder, lawful);
    // Closes the cycle that the first plant begins, and is itself no more than its other half.
    await plant(folder, { 'src/domain/views/trail.ts': '' });
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('find nothing wrong where each layer imports what it may', async () => {
    const { modules, summary } = await cruise(folder);

    const seen = modules.map(({ source }) => source);
    expect(seen).toEqual(expect.arrayContaining(Object.keys(lawful).filter((path) => path.startsWith('src/'))));
    expect(summary.violations).toEqual([]);
  }, 60_000);

  describe('each fire on what breaks them', () => {
    beforeAll(async () => {
      await plant(folder, Object.fromEntries(plants.map(([, path, text]) => [path, text])));
      await plant(folder, {
        'src/domain/views/trail.ts': `import type { x } from './coverage.js'; export type X = typeof x;`,
      });
      broken = await cruise(folder);
    }, 60_000);

    it.each(plants)('%s: %s', (rule, path) => {
      const fired = broken.summary.violations
        .filter(({ from }) => from === path)
        .map((violation) => violation.rule.name);

      expect(fired).toEqual([rule]);
    });

    it('and on nothing else', () => {
      const planted = new Set([...plants.map(([, path]) => path), 'src/domain/views/trail.ts']);

      expect(broken.summary.violations.filter(({ from }) => !planted.has(from))).toEqual([]);
    });

    it('and no rule is without its plant', () => {
      const { forbidden } = createRequire(import.meta.url)(configFile) as { forbidden: { name: string }[] };

      expect(new Set(plants.map(([rule]) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)));
    });
  });
});
