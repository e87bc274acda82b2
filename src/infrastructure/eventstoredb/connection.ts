/** Where a ledger on EventStoreDB is, as its address says. */
export interface Connection {
  /** The address in the client's own form, which knows nothing of ledgers. */
  readonly server: string;
  /** The ledger's name: its streams are named `kronika.<ledger>.<stream>`. */
  readonly ledger: string;
  /** Empty where the server asks for none (`tls=false`). */
  readonly credentials: { readonly username: string; readonly password: string };
  /** Milliseconds that a write or a read takes at most. */
  readonly patience: number;
  /** The address without its password, to be shown. */
  readonly shown: string;
}

const ADDRESS =
  /^(?:esdb|kurrentdb)(?<discover>\+discover)?:\/\/(?:(?<user>[^:@/]+):(?<password>[^:@/]+)@)?(?<hosts>[^@/?]+)\/(?<ledger>[^/?]*)\/?(?:\?(?<options>.*))?$/;

/** Dots would let one ledger's streams look like another's. */
const LEDGER = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const HOST = /^(?:[\w-]+\.)*[\w-]+(?::\d{1,5})?$/;

const YES_NO = /^(?:true|false)$/;
const COUNT = /^\d{1,9}$/;
const TEXT = /^[^\s?&]+$/;

/**
 * What the client understands and Kronika can stand by. `nodePreference` is not among them: everything is asked of the
 * leader. `tlsVerifyCert` the client does not heed. An option that it does not know, it would only grumble about, with
 * the password in the grumble.
 */
const OPTIONS: Readonly<Record<string, RegExp>> = {
  tls: YES_NO,
  tlsCAFile: TEXT,
  userCertFile: TEXT,
  userKeyFile: TEXT,
  defaultDeadline: COUNT,
  connectionName: TEXT,
  keepAliveInterval: COUNT,
  keepAliveTimeout: COUNT,
  discoveryInterval: COUNT,
  maxDiscoverAttempts: COUNT,
  gossipTimeout: COUNT,
};

const PATIENCE = 10_000;

/** Whether an address is meant to be one of these. */
export const isConnection = (address: string): boolean => /^(?:esdb|kurrentdb)(?:\+discover)?:/.test(address);

/**
 * Reads `esdb://USER:PASSWORD@HOST:PORT,HOST:PORT/LEDGER?OPTIONS`, also written `kurrentdb://`; with `+discover` the one
 * host is a name under which DNS knows all of the cluster.
 *
 * @throws RangeError saying what is wrong, without the password
 */
export function readConnection(address: string): Connection {
  const parts = ADDRESS.exec(address)?.groups;
  if (parts === undefined) {
    throw new RangeError('must be esdb://USER:PASSWORD@HOST:PORT/LEDGER, with %-signs for what is no letter or digit');
  }
  const { discover = '', user = '', password = '', hosts = '', ledger = '', options = '' } = parts;
  if (!LEDGER.test(ledger)) {
    throw new RangeError(
      `must name its ledger after the host, by small letters, digits and hyphens, such as ${hosts}/torunski`,
    );
  }
  const wrong = hosts.split(',').find((host) => !HOST.test(host));
  if (wrong !== undefined) throw new RangeError(`cannot have the host ${wrong}`);
  const given = readOptions(options);
  if (given.get('tls') !== 'false' && user === '') {
    throw new RangeError('must name the account: only a server without TLS (tls=false) lets in whoever comes');
  }
  const account = user === '' ? '' : `${user}:${password}@`;
  const asked = [...given].map(([name, value]) => `${name}=${value}`).join('&');
  return {
    server: `esdb${discover}://${account}${hosts}${asked === '' ? '' : `/?${asked}`}`,
    ledger,
    credentials: { username: decodeURIComponent(user), password: decodeURIComponent(password) },
    patience: Number(given.get('defaultDeadline') ?? PATIENCE),
    shown: `esdb${discover}://${hosts}/${ledger}`,
  };
}

function readOptions(text: string): Map<string, string> {
  const given = new Map<string, string>();
  for (const each of text.split('&').filter((part) => part !== '')) {
    const [name = '', value = '', more] = each.split('=');
    const known = Object.keys(OPTIONS).find((option) => option.toLowerCase() === name.toLowerCase());
    if (known === undefined)
      throw new RangeError(`cannot have the option ${name}; known are ${Object.keys(OPTIONS).join(', ')}`);
    if (more !== undefined || OPTIONS[known]?.test(value) !== true || value === '0') {
      throw new RangeError(`cannot have ${value} as ${known}`);
    }
    given.set(known, value);
  }
  return given;
}
