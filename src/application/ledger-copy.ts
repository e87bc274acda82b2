import { createHash } from 'node:crypto';
import { type Actor, type RecordedEvent, type Role, ROLES } from '../domain/kernel/event.js';
import { isObject, type JsonObject, textOf } from '../domain/kernel/json.js';
import { Rejection } from '../domain/kernel/rejection.js';
import { LEDGER } from '../domain/registers/registers.js';
import { upcast } from '../domain/subjects.js';
import { leafOf } from './audit/leaf.js';
import { canonical } from './canonical.js';
import { hashedId } from './commands/request.js';
import { type EventStore, singly } from './ports/event-store.js';
import { type CloudEvent, toCloudEvent } from './queries/ledger.js';

/** What a ledger holds, told in two figures: equal for two ledgers if and only if their events are. */
export interface LedgerDigest {
  readonly events: number;
  /** SHA-256 (hex) of every event's RFC 8785 form, a line each, in the ledger's order. Cursors are no part of it. */
  readonly sha256: string;
}

/** Told as a ledger goes from one place to another: what is being done, events done, of how many (null: not known). */
export type OnStretch = (
  stretch: 'exporting' | 'importing' | 'copying' | 'comparing',
  done: number,
  of: number | null,
) => void;

/** The last line of an export: without it, the export was cut off. */
const EXPORTED = 'LedgerExported';

class Digesting {
  events = 0;
  private readonly hash = createHash('sha256');

  take(event: RecordedEvent): void {
    this.hash.update(`${leafOf(event)}\n`);
    this.events++;
  }

  end(): LedgerDigest {
    return { events: this.events, sha256: this.hash.digest('hex') };
  }
}

/** Reads a whole ledger. @param onEvents told how many it has read so far */
export async function digestOfLedger(
  ledger: EventStore,
  onEvents: (events: number) => void = () => undefined,
): Promise<LedgerDigest> {
  const digesting = new Digesting();
  for await (const batch of ledger.readAll()) {
    for (const event of batch) digesting.take(event);
    onEvents(digesting.events);
  }
  return digesting.end();
}

/**
 * A ledger as lines of CloudEvents 1.0, with everything that it takes to make it again; the last one tells the digest.
 *
 * @throws Rejection `not-found` where nothing was ever recorded
 */
export async function* exportLines(ledger: EventStore, onStretch: OnStretch): AsyncGenerator<string, LedgerDigest> {
  const digesting = new Digesting();
  let source = '';
  let position = 0;
  let time = '';
  for await (const batch of ledger.readAll()) {
    for (const event of batch) {
      if (event.type === LEDGER.made) source = `urn:uuid:${textOf(event.data['ledger'])}`;
      digesting.take(event);
      const { request } = event.metadata;
      time = event.metadata.recordedAt;
      yield JSON.stringify({
        ...toCloudEvent(event, ++position, source),
        ...(request !== undefined && { request }),
      });
    }
    onStretch('exporting', position, null);
  }
  if (position === 0) throw nothingThere();
  const digest = digesting.end();
  const end: Omit<CloudEvent, 'position' | 'revision' | 'schema' | 'actor' | 'roles'> = {
    specversion: '1.0',
    id: hashedId(source, digest.sha256),
    source,
    type: EXPORTED,
    subject: 'export',
    time,
    datacontenttype: 'application/json',
    data: digest,
  };
  yield JSON.stringify(end);
  return digest;
}

const BATCH = 500;

/**
 * Makes a ledger of the lines of an export.
 *
 * @param ledger empty
 * @throws Rejection `invalid` naming the line that cannot be, or when the whole is not what its last line says
 */
export async function importLines(
  lines: AsyncIterable<string>,
  ledger: EventStore,
  onStretch: OnStretch,
): Promise<LedgerDigest> {
  let promised: unknown = null;
  let done = 0;
  async function* batches(): AsyncGenerator<readonly RecordedEvent[]> {
    let number = 0;
    let batch: RecordedEvent[] = [];
    for await (const line of lines) {
      number++;
      if (promised !== null) throw wrong(number, 'there is something after the last line of an export');
      const told = parsed(line, number);
      if (told['type'] === EXPORTED) promised = told['data'];
      else batch.push(eventOf(told, number));
      if (batch.length < BATCH) continue;
      yield batch;
      onStretch('importing', (done += batch.length), null);
      batch = [];
    }
    if (batch.length === 0) return;
    yield batch;
    onStretch('importing', (done += batch.length), null);
  }
  await ledger.restore(batches());
  if (promised === null) throw new Rejection('invalid', 'The export was cut off: its last line is missing.');
  const found = await digestOfLedger(ledger, (events) => {
    onStretch('comparing', events, done);
  });
  if (canonical(found) === canonical(promised)) return found;
  throw another(found, promised, null);
}

/**
 * Copies a ledger into an empty one: ids, revisions, times and actors stay what they are.
 *
 * @throws Rejection `not-found` where nothing was ever recorded; `invalid` when the copy is not the same, with the position
 * of the first event that differs
 */
export async function copyLedger(from: EventStore, to: EventStore, onStretch: OnStretch): Promise<LedgerDigest> {
  const digesting = new Digesting();
  async function* batches(): AsyncGenerator<readonly RecordedEvent[]> {
    for await (const batch of from.readAll()) {
      for (const event of batch) digesting.take(event);
      yield batch;
      onStretch('copying', digesting.events, null);
    }
    if (digesting.events === 0) throw nothingThere();
  }
  await to.restore(batches());
  const promised = digesting.end();
  const found = await digestOfLedger(to, (events) => {
    onStretch('comparing', events, promised.events);
  });
  if (canonical(found) === canonical(promised)) return found;
  throw another(found, promised, await partingOf(from, to));
}

/** The position of the first event that is not the same in a ledger and in its copy; null where there is none. */
async function partingOf(ledger: EventStore, copy: EventStore): Promise<number | null> {
  const copied = singly(copy.readAll());
  let position = 0;
  for await (const event of singly(ledger.readAll())) {
    position++;
    const { value } = await copied.next();
    if (value === undefined || leafOf(value) !== leafOf(event)) return position;
  }
  return (await copied.next()).done === true ? null : position + 1;
}

/** On a server a ledger begins with its first event: a name that was mistyped looks like one that is empty. */
const nothingThere = (): Rejection =>
  new Rejection('not-found', 'There is no ledger there: nothing was ever recorded. Is its name in the address right?');

/** @param from the position of the first event that differs, where that is known */
function another(found: LedgerDigest, promised: unknown, from: number | null): Rejection {
  const where = from === null ? '' : ` it differs from position ${String(from)} on.`;
  return new Rejection(
    'invalid',
    `The copy is not what it was copied from:${where} ${canonical(found)} instead of ${canonical(promised)}.`,
  );
}

const wrong = (line: number, what: string): Rejection => new Rejection('invalid', `Line ${String(line)}: ${what}.`);

function parsed(line: string, number: number): JsonObject {
  try {
    const value: unknown = JSON.parse(line);
    if (isObject(value)) return value;
  } catch {
    // Told below.
  }
  throw wrong(number, 'this is not a JSON object');
}

/** The event that toCloudEvent told. Its content was checked when it was recorded; the digest vouches for the rest. */
function eventOf(told: JsonObject, number: number): RecordedEvent {
  const text = (name: string): string => {
    const value = told[name];
    if (typeof value !== 'string' || value === '') throw wrong(number, `${name} must be a text`);
    return value;
  };
  const count = (name: string): number => {
    const value = told[name];
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0)
      throw wrong(number, `${name} must be a whole number`);
    return value;
  };
  const { data, roles } = told;
  if (!isObject(data)) throw wrong(number, 'data must be an object');
  if (typeof roles !== 'string') throw wrong(number, 'roles must be a text');
  const optional = <K extends string>(name: K): Partial<Record<K, string>> =>
    told[name] === undefined ? {} : ({ [name]: text(name) } as Record<K, string>);
  const actor: Actor = { id: text('actor'), roles: rolesIn(roles, number), ...optional('department') };
  return upcast({
    id: text('id'),
    stream: text('subject'),
    revision: count('revision'),
    type: text('type'),
    schema: count('schema'),
    data,
    metadata: {
      recordedAt: text('time'),
      actor,
      ...optional('correlation'),
      ...(told['originfile'] !== undefined && { origin: { file: text('originfile'), row: count('originrow') } }),
      ...optional('request'),
      ...(told['acknowledged'] !== undefined && { acknowledged: text('acknowledged').split(' ') }),
    },
  });
}

function rolesIn(text: string, number: number): Role[] {
  return text
    .split(' ')
    .filter((each) => each !== '')
    .map((each) => {
      const role = ROLES.find((known) => known === each);
      if (role === undefined) throw wrong(number, `there is no role ${each}`);
      return role;
    });
}
