import { isIP } from 'node:net';
import { relative, resolve } from 'node:path';
import type { JsonObject } from './domain/kernel/json.js';
import { type Connection, readConnection } from './infrastructure/eventstoredb/connection.js';
import { readMasterKey } from './infrastructure/system/master-key-file.js';

/** Everything that the environment decides. Each setting has a default that works (docs/operating.md has the table). */
export interface Config {
  readonly host: string;
  /** 0 lets the machine choose. */
  readonly port: number;
  /** Absolute path of the directory that holds the ledger, the views and the tokens. */
  readonly data: string;
  /** Connection string of the MongoDB replica set that holds views, accounts and the rest; null: files in `data`. */
  readonly viewStore: string | null;
  /** What this process does: `api` answers and records, `projector` builds the views and closes days. */
  readonly role: (typeof ROLES)[number];
  /** Absolute path of a directory outside the office's files where checkpoints are kept; null: nowhere. */
  readonly checkpoints: string | null;
  /** What wraps the keys of persons: itself, or the absolute path of the file that holds it; null: nothing says. */
  readonly masterKey: { readonly key: Buffer } | { readonly file: string } | null;
  /** The server that holds the ledger; null where it is a file in `data`. */
  readonly eventStore: Connection | null;
  readonly auth: 'on' | 'off';
  /** Where people reach it, `https://kronika.powiat.example`; null where nothing says. */
  readonly publicUrl: string | null;
  /** The addresses and networks of the proxies whose word is taken for who asks. */
  readonly trustProxy: readonly string[];
  readonly log: (typeof LOG_LEVELS)[number];
  /** By how much the clock may be ahead before nothing is recorded, in milliseconds. */
  readonly clock: {
    /** Of itself, while the program runs. */
    readonly leap: number;
    /** Of the last event, at the start. */
    readonly silence: number;
  };
}

const ROLES = ['all', 'api', 'projector'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** A setting that cannot be what it is. Its message names the setting and what it may be. */
export class BadSetting extends Error {
  override readonly name = 'BadSetting';
}

type Environment = Readonly<Record<string, string | undefined>>;

/** @throws BadSetting for the first setting that cannot be what it is */
export function readConfig(environment: Environment): Config {
  const get = (name: string, fallback: string): string => {
    const value = environment[name]?.trim();
    return value === undefined || value === '' ? fallback : value;
  };
  const checkpoints = get('KRONIKA_CHECKPOINTS', '');
  const host = get('KRONIKA_HOST', '127.0.0.1');
  const auth = oneOf('KRONIKA_AUTH', get('KRONIKA_AUTH', 'on'), ['on', 'off'] as const);
  if (auth === 'off' && !isLoopback(host)) {
    throw new BadSetting(`KRONIKA_AUTH=off is for this machine alone: set KRONIKA_HOST to 127.0.0.1, not ${host}`);
  }
  const data = resolve(get('KRONIKA_DATA', './data'));
  return {
    host,
    port: portOf(get('KRONIKA_PORT', '3000')),
    data,
    viewStore: viewStoreOf(get('KRONIKA_VIEW_STORE', 'sqlite')),
    role: oneOf('KRONIKA_ROLE', get('KRONIKA_ROLE', 'all'), ROLES),
    checkpoints: checkpoints === '' ? null : resolve(checkpoints),
    masterKey: masterKeyOf(get('KRONIKA_MASTER_KEY', ''), get('KRONIKA_MASTER_KEY_FILE', ''), data),
    eventStore: eventStoreOf(get('KRONIKA_EVENT_STORE', 'sqlite')),
    auth,
    publicUrl: publicUrlOf(get('KRONIKA_PUBLIC_URL', '')),
    trustProxy: proxiesOf(get('KRONIKA_TRUST_PROXY', '')),
    log: oneOf('KRONIKA_LOG', get('KRONIKA_LOG', 'info'), LOG_LEVELS),
    clock: {
      leap: spanOf('KRONIKA_CLOCK_LEAP', get('KRONIKA_CLOCK_LEAP', '1h')),
      silence: spanOf('KRONIKA_CLOCK_SILENCE', get('KRONIKA_CLOCK_SILENCE', '21d')),
    },
  };
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

function publicUrlOf(text: string): string | null {
  if (text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : null;
  const plain = url?.protocol === 'http:' && isLoopback(url.hostname.replace(/^\[|\]$/g, ''));
  if (url === null || (url.protocol !== 'https:' && !plain) || ![url.origin, `${url.origin}/`].includes(text)) {
    throw new BadSetting(
      `KRONIKA_PUBLIC_URL must be an address such as https://kronika.powiat.example, without a path, not ${text}`,
    );
  }
  return url.origin;
}

/** What is to be taken for a proxy is named: where everything is, anybody may say that he comes from anywhere. */
function proxiesOf(text: string): readonly string[] {
  const named = text === '' ? [] : text.split(',').map((each) => each.trim());
  const strange = named.find((each) => {
    const [address = '', bits, ...rest] = each.split('/');
    const most = isIP(address) === 6 ? 128 : 32;
    const network = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= most);
    return each !== 'loopback' && (isIP(address) === 0 || !network || rest.length > 0);
  });
  if (strange === undefined) return named;
  throw new BadSetting(
    `KRONIKA_TRUST_PROXY must be loopback, or addresses and networks such as 10.0.0.2,10.1.0.0/16, not ${strange}`,
  );
}

function oneOf<V extends string>(name: string, value: string, allowed: readonly V[]): V {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new BadSetting(`${name} must be one of ${allowed.join(', ')}, not ${value}`);
  return found;
}

/** The settings as they go on record: without what is secret. */
export function toldOf(config: Config): JsonObject {
  const { masterKey, eventStore, viewStore, trustProxy, clock, ...plain } = config;
  return {
    ...plain,
    trustProxy: [...trustProxy],
    clock: { ...clock },
    eventStore: eventStore?.shown ?? 'sqlite',
    viewStore: viewStore === null ? 'sqlite' : 'mongodb',
    masterKey: masterKey === null ? null : 'file' in masterKey ? masterKey.file : 'set',
  };
}

/** What is wrong with a connection string is told without repeating it: it may hold a password. */
function viewStoreOf(text: string): string | null {
  if (text === 'sqlite') return null;
  const [, database = ''] = /^mongodb(?:\+srv)?:\/\/[^/?]+\/?([^?]*)/.exec(text) ?? [null, null];
  if (database === null) {
    throw new BadSetting(
      'KRONIKA_VIEW_STORE must be sqlite or the connection string of a MongoDB replica set, mongodb://...',
    );
  }
  if (!/^[\w-]{1,38}$/.test(database)) {
    throw new BadSetting(
      "KRONIKA_VIEW_STORE must name the database of this ledger's views after its hosts, such as mongodb://db1,db2/kronika_0415",
    );
  }
  // So is the database called in which another ledger's keys of persons are.
  if (database.endsWith('-keys')) {
    throw new BadSetting('KRONIKA_VIEW_STORE must name a database that does not end in -keys');
  }
  return text;
}

/** What is wrong with a key is told without repeating it. */
function masterKeyOf(text: string, file: string, data: string): Config['masterKey'] {
  if (text !== '' && file !== '')
    throw new BadSetting('KRONIKA_MASTER_KEY and KRONIKA_MASTER_KEY_FILE are both set: one of them says it');
  if (text !== '') {
    const key = readMasterKey(text);
    if (key === null)
      throw new BadSetting('KRONIKA_MASTER_KEY must be 64 hex digits: kronika master-key create FILE makes one');
    return { key };
  }
  if (file === '') return null;
  const path = resolve(file);
  // Whoever gets hold of a copy of the data directory must not have got the key with it.
  if (isWithin(path, data))
    throw new BadSetting(`KRONIKA_MASTER_KEY_FILE must lie outside the data directory, ${data}`);
  return { file: path };
}

/** Whether a path is a directory, or lies in it. */
export const isWithin = (path: string, directory: string): boolean => !/^\.\.(?:\/|$)/.test(relative(directory, path));

function eventStoreOf(text: string): Connection | null {
  if (text === 'sqlite') return null;
  try {
    return readConnection(text);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadSetting(`KRONIKA_EVENT_STORE must be sqlite or the address of a ledger: it ${error.message}`);
  }
}

function portOf(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535)
    throw new BadSetting(`KRONIKA_PORT must be a port from 0 to 65535, not ${text}`);
  return port;
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function spanOf(name: string, text: string): number {
  const [, count = '', unit = ''] = /^([1-9]\d{0,4})([smhd])$/.exec(text) ?? [];
  const milliseconds = Number(count) * (UNITS[unit] ?? 0);
  if (milliseconds === 0) throw new BadSetting(`${name} must be a span such as 90m, 1h or 21d, not ${text}`);
  return milliseconds;
}
