import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { Rejection } from '../../domain/kernel/rejection.js';

/** What a command ends with: all is well; it found or was refused something; it was not asked rightly. */
export const EXIT = { success: 0, findings: 1, usage: 2 } as const;

/** Where a command reads its settings, prints its data (`out`), and says everything else (`err`). */
export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly out: Writable & { readonly isTTY?: boolean };
  readonly err: Writable & { readonly isTTY?: boolean };
  /** Settles when somebody asks the process to end; until it is called, they end it at once. */
  interrupted(): Promise<void>;
}

/** The command was not asked rightly. */
export class Misuse extends Error {
  override readonly name = 'Misuse';
}

/** Prints at the reader's pace. */
export async function print({ out }: Terminal, content: string | Buffer): Promise<void> {
  if (!out.write(content)) await once(out, 'drain');
}

/** @throws Misuse where a file would be printed for people to read */
export function refuseToShow({ out }: Terminal, content: string | Buffer): void {
  if (out.isTTY === true && typeof content !== 'string')
    throw new Misuse('this is a file, and nothing to read on a terminal: send it to one, with > and its name');
}

export const printJson = (terminal: Terminal, value: unknown): Promise<void> =>
  print(terminal, `${JSON.stringify(value, null, 2)}\n`);

/** What a fault says on a terminal: its message, and every single thing that is wrong, a line each and once. */
export function told(fault: unknown): string {
  if (!(fault instanceof Rejection)) return fault instanceof Error ? fault.message : String(fault);
  const { message, faults } = fault;
  const lines = faults.map(({ pointer, detail }) =>
    pointer === '' || detail.startsWith(`${pointer}: `) ? detail : `${pointer}: ${detail}`,
  );
  // A message that only strings the details together says nothing more.
  if (faults.length > 0 && message === faults.map(({ detail }) => detail).join(' ')) return lines.join('\n');
  return [message, ...lines.map((line) => `  ${line}`)].join('\n');
}
