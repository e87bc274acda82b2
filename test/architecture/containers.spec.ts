import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { readConfig } from '../../src/config.js';
import { Served } from '../support/served.js';

const ROOT = resolve(import.meta.dirname, '../..');
const fileOf = (name: string): string => readFileSync(resolve(ROOT, name), 'utf8');

interface Service {
  readonly image: string;
  readonly build?: string;
  readonly pull_policy?: string;
  readonly entrypoint?: readonly string[];
  readonly volumes?: readonly string[];
  readonly profiles: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly ports?: readonly string[];
  readonly networks?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly network_mode?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean }>>;
}

/** No engine for containers is asked for: what can be known without one is looked at here and
 * by `npm run containers`, which knows the compose specification; the rest was never run. */
describe('the files for containers', () => {
  const compose = parse(fileOf('docker-compose.yml'), { merge: true }) as Compose;
  const services = Object.entries(compose.services);
  const built = services.filter(([, { image }]) => image === 'kronika');
  const ours = built.filter(([, { entrypoint }]) => entrypoint === undefined);
  const instructions = (name: string): string[] =>
    [...fileOf('Dockerfile').matchAll(new RegExp(`^${name} ((?:.*\\\\\\n)*.*)`, 'gm'))].map(([, given = '']) => given);

  it('start one of each, or in the cluster two that answer, two that build the views and three of each engine', () => {
    const named = (profile: string, name: RegExp): number =>
      services.filter(([service, { profiles }]) => profiles.includes(profile) && name.test(service)).length;
    const engines = [/^kurrentdb(-\d)?$/, /^mongodb(-\d)?$/];
    expect([/^kronika$/, ...engines].map((name) => named('single', name))).toEqual([1, 1, 1]);
    expect([/^api-/, /^projector-/, ...engines].map((name) => named('cluster', name))).toEqual([2, 2, 3, 3]);
    expect(services.flatMap(([, { profiles }]) => profiles)).toHaveLength(services.length);
    expect(fileOf('.env')).toMatch(/^COMPOSE_PROFILES=single$/m);
  });

  it('give Kronika settings that it takes, and nobody comes in without a token', () => {
    expect(ours.map(([name]) => name)).toEqual(['kronika', 'api-1', 'api-2', 'projector-1', 'projector-2']);
    for (const [name, { environment = {} }] of ours) {
      const config = readConfig({ ...imageSettings(), ...environment });
      expect([name, config.auth, config.eventStore === null, config.viewStore === null]).toEqual([
        name,
        'on',
        false,
        false,
      ]);
    }
  });

  it('build the image once for each profile, before whatever runs it', () => {
    const builders = built.filter(([, { build }]) => build !== undefined);
    expect(builders.map(([, { profiles }]) => profiles)).toEqual([['single'], ['cluster']]);
    for (const [, { build, pull_policy }] of built) expect(pull_policy).toBe(build === undefined ? 'never' : 'build');
    for (const [name, { build, depends_on = {}, profiles }] of built) {
      const builder = builders.find(([, each]) => each.profiles[0] === profiles[0])?.[0] ?? '';
      if (build === undefined)
        expect([name, depends_on[builder]?.condition]).toEqual([name, 'service_completed_successfully']);
    }
  });

  it('make the key of the keys of persons once, where the data are not', () => {
    const makers = built.filter(([, { entrypoint }]) => entrypoint !== undefined);
    expect(makers).toHaveLength(2);
    for (const [, { entrypoint, network_mode, volumes }] of makers) {
      expect(entrypoint?.at(-1)).toBe(
        'test -e /keys/master-key || node dist/cli.js master-key create /keys/master-key',
      );
      expect([network_mode, volumes]).toEqual(['none', ['keys:/keys']]);
    }
    for (const [, { environment = {}, volumes }] of ours) {
      expect(environment['KRONIKA_MASTER_KEY_FILE']).toBe('/keys/master-key');
      expect(volumes).toEqual(['kronika:/data', 'keys:/keys:ro']);
    }
    // A volume that was never written to takes over whose the directory of the image is.
    expect(instructions('RUN').at(-1)).toMatch(/--owner=node .*--mode=0700 \/data \/keys$/);
  });

  it('start Kronika when its engines are up, each of which its addresses name', () => {
    for (const [, { environment = {}, depends_on: awaited = {}, profiles }] of ours) {
      const addresses = Object.values(environment).join(' ');
      const hosts = [...addresses.matchAll(/(?:\/\/|,)([\w-]+):\d+/g)].map(([, host = '']) => host);
      const waits = (name: string): boolean =>
        awaited[name]?.condition === 'service_healthy' ||
        Object.entries(awaited).some(
          ([each, { condition }]) =>
            condition === 'service_completed_successfully' &&
            compose.services[each]?.depends_on?.[name]?.condition === 'service_healthy',
        );
      expect(hosts.length).toBeGreaterThan(1);
      expect(hosts.filter((host) => !waits(host))).toEqual([]);
      expect(hosts.filter((host) => !compose.services[host]?.profiles.some((one) => profiles.includes(one)))).toEqual(
        [],
      );
    }
  });

  it('publish to this machine alone, and nothing of the engines, whose network leads nowhere', () => {
    expect(services.flatMap(([, { ports = [] }]) => ports)).toHaveLength(3);
    for (const [, { ports = [] }] of services)
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:3000$/);
    expect(compose.networks['engines']?.internal).toBe(true);
    for (const [, { image, networks = [] }] of services) {
      if (image !== 'kronika') expect(Array.isArray(networks) ? networks : Object.keys(networks)).toEqual(['engines']);
    }
  });

  it('build the image from files that are there and are let in', () => {
    const copied = instructions('COPY').filter((each) => !each.startsWith('--from'));
    const sources = copied.flatMap((each) => each.split(' ').slice(0, -1));
    const letIn = fileOf('.dockerignore').split('\n');
    expect(sources.length).toBeGreaterThan(5);
    expect(sources.filter((each) => !existsSync(resolve(ROOT, each)) || !letIn.includes(`!${each}`))).toEqual([]);
    expect(letIn).toContain('*');
    // What the build names in its turn is copied too.
    const { scripts } = JSON.parse(fileOf('package.json')) as { readonly scripts: Readonly<Record<string, string>> };
    const named = [scripts['build'] ?? '', fileOf('nest-cli.json'), fileOf('tsconfig.build.json')].join(' ');
    const files = [...new Set(named.match(/[\w.-]+\.(?:json|js|mjs)\b/g))].filter((each) =>
      existsSync(resolve(ROOT, each)),
    );
    expect(files).toEqual(expect.arrayContaining(['bundle.js', 'tsconfig.json', 'tsconfig.build.json']));
    expect(files.filter((each) => !sources.includes(each))).toEqual([]);
  });

  it('run what was built, as nobody in particular', () => {
    expect(instructions('ENTRYPOINT').concat(instructions('CMD'))).toEqual(['["node", "dist/cli.js"]', '["serve"]']);
    expect(existsSync(resolve(ROOT, 'dist/cli.js'))).toBe(true);
    expect(instructions('USER')).toEqual(['node']);
  });

  it('know whether it answers', async () => {
    const served = await Served.start({ KRONIKA_AUTH: 'off' }, {});
    const { port } = new URL(served.kronika.url ?? '');
    try {
      expect(await healthOf(port)).toBe(0);
    } finally {
      await served.discard();
    }
    expect(await healthOf(port)).toBe(1);
  });

  /** The exit code of the image's own check. */
  async function healthOf(port: string): Promise<number | null> {
    // Written as JSON, as Docker asks.
    const [command = '', ...args] = JSON.parse(
      /CMD (\[.+\])$/.exec(instructions('HEALTHCHECK')[0] ?? '')?.[1] ?? '',
    ) as string[];
    const child = spawn(command, args, { env: { PATH: process.env['PATH'], KRONIKA_PORT: port } });
    const [code] = (await once(child, 'exit')) as [number | null];
    return code;
  }

  function imageSettings(): Record<string, string> {
    const pairs = instructions('ENV').flatMap((given) => given.split(' ').map((pair) => pair.split('=')));
    return Object.fromEntries(pairs.filter(([name]) => name?.startsWith('KRONIKA_')) as [string, string][]);
  }
});
