import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Writable } from 'node:stream';
import { partsOf } from '../../src/command-line.js';
import { run } from '../../src/delivery/cli/program.js';

const BUILT = resolve(import.meta.dirname, '../../dist/cli.js');

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** The built command line in a process of its own. */
export class Cli {
  out = '';
  err = '';
  readonly ended: Promise<Ended>;
  private readonly process: ChildProcess;

  /** @throws Error when the program has not been built: these tests are of no use without it */
  constructor(args: readonly string[], data: string, environment: Readonly<Record<string, string>> = {}) {
    if (!existsSync(BUILT)) throw new Error('The program is not built. Run `npm run build` first; `npm test` does.');
    const env = { PATH: process.env['PATH'], KRONIKA_DATA: data, KRONIKA_PORT: '0', KRONIKA_LOG: 'silent' };
    const child = spawn(process.execPath, [BUILT, ...args], { env: { ...env, ...environment } });
    this.process = child;
    child.stdout.on('data', (chunk: Buffer) => (this.out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (this.err += chunk.toString()));
    this.ended = new Promise((settle) => {
      child.on('close', (code) => {
        settle({ code, out: this.out, err: this.err });
      });
    });
  }

  kill(signal: NodeJS.Signals): void {
    this.process.kill(signal);
  }
}

/** Runs a command to its end, in this process: the whole program, but for the start of one of its own. */
export async function kronika(data: string, ...args: readonly string[]): Promise<Ended> {
  const environment = { KRONIKA_DATA: data, KRONIKA_LOG: 'silent' };
  const [out, err] = [new Page(), new Page()];
  const never = (): Promise<void> => new Promise(() => undefined);
  const code = await run(args, { environment, out, err, interrupted: never }, partsOf(environment));
  return { code, out: out.text, err: err.text };
}

class Page extends Writable {
  text = '';

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    done();
  }
}
