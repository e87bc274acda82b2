import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const BUILT = resolve(import.meta.dirname, '../../dist/infrastructure/sqlite/sqlite-event-store.js');

/** The program itself, as `npm start` starts it. */
export const MAIN = '../../dist/main.js';

/** Another process on the built program, running one of the `.mjs` files beside this one, or {@link MAIN}. */
export class Child {
  /** What it has printed, whole lines only. */
  readonly lines: string[] = [];
  /** What it has told on its standard error, which goes on to this process's. */
  readonly errors: string[] = [];
  /** When it has gone and everything it printed has come; the signal that ended it, if one did. */
  readonly ended: Promise<NodeJS.Signals | null>;
  private readonly process: ChildProcess;

  /** @throws Error when the program has not been built: these tests are of no use without it */
  constructor(script: string, args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}) {
    if (!existsSync(BUILT)) {
      throw new Error('The program is not built: dist/ is missing. Run `npm run build` first; `npm test` does.');
    }
    const child = spawn(process.execPath, [resolve(import.meta.dirname, script), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    createInterface({ input: child.stderr }).on('line', (line) => {
      this.errors.push(line);
      if (script !== MAIN) process.stderr.write(`${line}\n`);
    });
    this.process = child;
    // A last line without its end was cut by the kill; readline would hand it over all the same.
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text = chunk.toString('latin1').slice(-1)));
    createInterface({ input: child.stdout }).on('line', (line) => this.lines.push(line));
    this.ended = once(child, 'close').then(() => {
      if (text !== '' && text !== '\n') this.lines.pop();
      return child.signalCode;
    });
  }

  get exitCode(): number | null {
    return this.process.exitCode;
  }

  kill(signal: NodeJS.Signals = 'SIGKILL'): void {
    this.process.kill(signal);
  }
}
