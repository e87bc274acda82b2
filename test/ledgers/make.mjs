// Makes the ledger that stays with a version for ever: node test/ledgers/make.mjs [name], in a built checkout, once for
// each version that is released, and under a name of its own when a new type of event comes in between. From the demonstration it takes the shortest stream for each type of event, the registers
// whole, and the closes of the first days; what the demonstration does not tell is added. test/ledgers/README.md.
import 'reflect-metadata';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { createHash } from 'node:crypto';
import { Checkpoints } from '../../dist/application/audit/checkpoints.js';
import { RunningRoot } from '../../dist/application/audit/roots.js';
import { Signing } from '../../dist/application/audit/signing.js';
import { ViewsOfDay } from '../../dist/application/audit/views-of-day.js';
import { FIRST_MORNING, loadDemonstration } from '../../dist/application/demo/load-demonstration.js';
import { Freeze, FreezeHandler } from '../../dist/application/commands/freeze.js';
import { SimulatedClock } from '../../dist/application/demo/simulated-clock.js';
import { AsOf } from '../../dist/application/as-of.js';
import { hashedId } from '../../dist/application/commands/request.js';
import { beginViews, FIRST_GENERATION, Projection } from '../../dist/application/projection.js';
import { Rebuild } from '../../dist/application/rebuild.js';
import { annual } from '../../dist/application/reports/report.js';
import { Views } from '../../dist/application/views.js';
import { sealText } from '../../dist/domain/registers/sealing.js';
import { effectsOf } from '../../dist/domain/activities/kind.js';
import { KINDS } from '../../dist/domain/catalogue.js';
import { REGISTERS } from '../../dist/domain/registers/registers.js';
import { START } from '../../dist/domain/registers/strategy-changes.js';
import { subjectOf } from '../../dist/domain/subjects.js';
import { DAY_CLOSED } from '../../dist/domain/views/days.js';
import { MemoryEventStore } from '../../dist/infrastructure/memory/memory-event-store.js';
import { MemoryViewStore } from '../../dist/infrastructure/memory/memory-view-store.js';
import { examineLedger } from '../../dist/infrastructure/sqlite/ledger-check.js';
import { UuidIds } from '../../dist/infrastructure/system/uuid-ids.js';
import { SqliteEventStore } from '../../dist/infrastructure/sqlite/sqlite-event-store.js';
import { writeDigests } from './digests.mjs';

const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
const directory = join(import.meta.dirname, process.argv[2] ?? version);
const DAYS = 20;

const clock = new SimulatedClock(FIRST_MORNING);
const demonstration = new MemoryEventStore(clock);
await loadDemonstration({ ledger: demonstration, views: new MemoryViewStore(), clock });
const all = [];
for await (const batch of demonstration.readAll()) all.push(...batch.map((event) => ({ ...event, cursor: undefined })));

const streams = Map.groupBy?.(all, ({ stream }) => stream) ?? grouped(all);
function grouped(events) {
  const groups = new Map();
  for (const event of events) groups.set(event.stream, [...(groups.get(event.stream) ?? []), event]);
  return groups;
}
const taken = new Set();
const types = new Set(KINDS.flatMap((kind) => [...effectsOf(kind).keys()]));
for (const type of types) {
  const [shortest] = [...streams.values()]
    .filter((events) => events.some((event) => event.type === type))
    .sort((a, b) => a.length - b.length);
  // Some can never come about: a kind of one step has none to undo.
  if (shortest === undefined) process.stdout.write(`no ${type}\n`);
  else taken.add(shortest[0].stream);
}
const events = all.filter(({ stream, revision }) => {
  if (stream.startsWith('day-')) return revision < DAYS;
  return taken.has(stream) || stream.startsWith(`${START}-`) || subjectOf(stream)?.of === 'register';
});

const { title, from, until, items } = events.find(({ type }) => type === 'StrategyAdopted').data;
const ADDED = {
  StrategyAmended: { title: `${title} (zmiana)`, from, until, items, reason: 'przykład' },
  GminaRecoded: { terc: '0415093', kind: 'urban-rural', from: '2025-01-01' },
  LedgerCorrected: { changes: { county: { terc: '0415', name: 'powiat toruński' } }, reason: 'przykład' },
  ClockAccepted: { told: '2025-01-02T06:00:00.000Z' },
};
const last = all.at(-1).metadata.recordedAt;
const actor = { id: 'administrator-1', roles: ['administrator'] };
for (const { name, made, changes } of REGISTERS.filter((each) => each.name !== 'person')) {
  for (const type of [made, ...Object.keys(changes)]) {
    if (events.some((event) => event.type === type)) continue;
    const stream = events.findLast((event) => event.stream.startsWith(`${name}-`) && event.type === made)?.stream;
    const data = ADDED[type] ?? { changes: {}, reason: 'przykład sprostowania' };
    if (stream === undefined || (ADDED[type] === undefined && !type.endsWith('Corrected'))) {
      throw new Error(`the demonstration tells no ${type}`);
    }
    const revision = events.filter((event) => event.stream === stream).length;
    const metadata = { recordedAt: last, actor };
    events.push({ id: hashedId('ledgers', type), stream, revision, type, schema: 1, data, metadata });
  }
}

// A person who is registered, corrected and erased: whatever was sealed then, nobody can open it any more.
const { ledger: ledgerId } = events[0].data;
const { stream: office, data: officeDetails } = events.find(({ type }) => type === 'OrganisationRegistered');
const person = hashedId('ledgers', 'person');
const hashed = (text) => createHash('sha256').update(text).digest();
const seal = (field, text) =>
  sealText(text, hashed('key'), hashed(field).subarray(0, 12), { ledger: ledgerId, person, field });
const organisation = { id: office.slice('organisation-'.length), name: officeDetails.name };
[
  ['PersonRegistered', { organisation, function: 'sekretarz gminy', sealed: { name: seal('name', 'Anna Wymyślona') } }],
  [
    'PersonCorrected',
    { changes: { sealed: { phone: seal('phone', '56 662 87 00') } }, reason: seal('reason', 'brakowało') },
  ],
  ['PersonErased', { reason: 'przykład' }],
].forEach(([type, data], revision) => {
  const metadata = { recordedAt: last, actor: { id: 'kierownik-1', roles: ['manager'] } };
  events.push({ id: hashedId('ledgers', type), stream: `person-${person}`, revision, type, schema: 1, data, metadata });
});

/** A part of the demonstration has other hashes than the whole: its closes are signed anew, each over what is before it. */
async function* sealed(whole) {
  const part = new MemoryEventStore(clock);
  const folded = new MemoryViewStore();
  await beginViews(folded);
  const projection = await Projection.resume(folded, FIRST_GENERATION);
  const checkpoints = new Checkpoints(part, new RunningRoot(part), Signing.ofDemonstration(part));
  const said = new ViewsOfDay(part, folded, new Views(folded));
  for (const event of whole) {
    let { data } = event;
    if (event.type === DAY_CLOSED) {
      for await (const batch of part.readAll({ after: projection.progress.cursor })) await projection.take(batch);
      const views = await said.of(data.day);
      const { note: checkpoint } = await checkpoints.make(views.chain);
      const access = { entries: event.revision + 1, head: hashed(data.day).toString('hex') };
      data = { day: data.day, checkpoint, views, access };
    }
    await part.append(event.stream, event.revision === 0 ? 'none' : event.revision - 1, [{ ...event, data }]);
    yield [{ ...event, data }];
  }
}

mkdirSync(directory);
const path = join(directory, 'ledger.sqlite');
const ledger = SqliteEventStore.open(path, clock);
await ledger.restore(sealed(events));
// A report of what is now there, frozen.
const views = new MemoryViewStore();
await new Rebuild(ledger, views).run();
const asOf = new AsOf(ledger, views, new Views(views), null, clock);
const manager = { actor: { id: 'kierownik-1', roles: ['manager'] }, alone: false };
await new FreezeHandler(asOf, ledger, new UuidIds()).execute(new Freeze(annual(2023), manager));
await ledger.close();
examineLedger(path);
await writeDigests(directory);
process.stdout.write(`${String(events.length)} events in ${path}\n`);
