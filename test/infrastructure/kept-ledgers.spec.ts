import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { AuditVerdict } from '../../src/application/audit/audit.js';
import { canonical, digestOf } from '../../src/application/canonical.js';
import { digestOfLedger, type LedgerDigest } from '../../src/application/ledger-copy.js';
import { Rebuild } from '../../src/application/rebuild.js';
import { effectsOf } from '../../src/domain/activities/kind.js';
import { KINDS } from '../../src/domain/catalogue.js';
import { REPORT_FROZEN } from '../../src/domain/freezing.js';
import { REGISTERS } from '../../src/domain/registers/registers.js';
import { STRATEGY_START_TAKEN } from '../../src/domain/registers/strategy-changes.js';
import { VIEWS, viewVersions } from '../../src/domain/views/catalogue.js';
import { DAY_CLOSED } from '../../src/domain/views/days.js';
import { examineLedger } from '../../src/infrastructure/sqlite/ledger-check.js';
import { SqliteEventStore } from '../../src/infrastructure/sqlite/sqlite-event-store.js';
import { SqliteViewStore } from '../../src/infrastructure/sqlite/sqlite-view-store.js';
import { everything, HandClock, newEvents } from '../contract/event-store.fixture.js';
import { kronika } from '../support/cli.js';

const KEPT = resolve(import.meta.dirname, '../ledgers');
const VERSIONS = readdirSync(KEPT, { withFileTypes: true }).flatMap((each) => (each.isDirectory() ? [each.name] : []));

const AT_HAND = (
  JSON.parse(readFileSync(resolve(import.meta.dirname, '../../package.json'), 'utf8')) as { readonly version: string }
).version;

interface Digests {
  readonly ledger: LedgerDigest;
  readonly views: Readonly<
    Record<string, { readonly version: number; readonly count: number; readonly sha256: string }>
  >;
}

describe.each(VERSIONS)('the ledger that version %s left', (version) => {
  let home: string;
  let ledger: SqliteEventStore;
  let digests: Digests;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'kronika-kept-'));
    // Opening makes a log beside it: the kept one stays as it is.
    await cp(join(KEPT, version), home, { recursive: true });
    digests = JSON.parse(await readFile(join(home, 'digests.json'), 'utf8')) as Digests;
    examineLedger(join(home, 'ledger.sqlite'));
    ledger = SqliteEventStore.open(join(home, 'ledger.sqlite'), new HandClock());
  });
  afterAll(async () => {
    await ledger.close();
    await rm(home, { recursive: true });
  });

  it('opens, and holds what it held', async () => {
    expect(await digestOfLedger(ledger)).toEqual(digests.ledger);
  });

  it('makes the editions that it made, of every view that is still of the same version', async () => {
    const told = Object.entries(digests.views).map(([name, view]) => [name, view.version]);
    // The version at hand says of every view what it makes of it: node test/ledgers/digests.mjs.
    if (version === AT_HAND) expect(Object.fromEntries(told)).toEqual(viewVersions());
    const views = SqliteViewStore.open(join(home, 'views.sqlite'));
    await new Rebuild(ledger, views).run();
    for (const { name, version: now } of VIEWS) {
      const editions: string[] = [];
      for await (const batch of views.editions('g1', name)) editions.push(...batch.map(canonical));
      const then = digests.views[name];
      // Of a kind of event that came later, an older ledger has nothing to show.
      expect([name, editions.length > 0 || (then?.count ?? 0) === 0]).toEqual([name, true]);
      if (then?.version === now)
        expect({ name, count: editions.length, sha256: digestOf(editions) }).toEqual({
          name,
          count: then.count,
          sha256: then.sha256,
        });
    }
    await views.close();
  });

  it('is verified: what was closed before there were checkpoints is no fault', async () => {
    const copy = join(home, 'verified');
    await cp(join(KEPT, version), copy, { recursive: true });
    const { code, out } = await kronika(copy, 'verify', '--json');
    const { findings, accesses } = JSON.parse(out) as AuditVerdict;
    // Kept without the access log, which some of their closes tell of.
    const logged = (await everything(ledger)).some(({ data }) => data['access'] !== undefined);
    expect({ code, accesses, found: findings.map(({ what }) => what) }).toEqual(
      logged ? { code: 1, accesses: 0, found: ['access'] } : { code: 0, accesses: 0, found: [] },
    );
  });

  it('goes on', async () => {
    expect(await ledger.append('contact-new', 'none', newEvents(1))).toMatchObject({ revision: 0 });
  });
});

describe('the ledgers that are kept', () => {
  it('have among them every type of event that can be recorded', async () => {
    const recorded = new Set<string>();
    const starts = new Set<string | undefined>();
    for (const version of VERSIONS) {
      const home = await mkdtemp(join(tmpdir(), 'kronika-kept-'));
      await cp(join(KEPT, version), home, { recursive: true });
      const ledger = SqliteEventStore.open(join(home, 'ledger.sqlite'), new HandClock());
      for (const { type, stream } of await everything(ledger)) {
        recorded.add(type);
        if (type === STRATEGY_START_TAKEN) starts.add(stream.split('-')[0]);
      }
      await ledger.close();
      await rm(home, { recursive: true });
    }
    const types = [
      ...KINDS.flatMap((kind) => [...effectsOf(kind).keys()]),
      ...REGISTERS.flatMap(({ made, changes }) => [made, ...Object.keys(changes)]),
      REPORT_FROZEN,
      DAY_CLOSED,
    ];
    // It has one step, and the first is never undone.
    expect(types.filter((type) => !recorded.has(type))).toEqual(['MediaCoverageStepUndone']);
    // In the strategy's own stream at first, in that of the day since.
    expect([...starts].sort()).toEqual(['start', 'strategy']);
  });
});
