import { Presets, SingleBar } from 'cli-progress';
import type { OnProgress } from '../../application/projection.js';

/** Shows how far long work has got: `report` for each stretch done, `stop` at its end. */
export interface Progress {
  readonly report: OnProgress;
  readonly stop: () => void;
}

/** Plain lines come this often, in parts of the whole; where the whole is not known, after so many. */
const LINES = 10;
const EVERY = 10_000;

/** A bar where somebody watches, plain lines elsewhere; both on stderr, so that they never mix with data. */
export function showProgress(
  what: string,
  stream: NodeJS.WriteStream | { write(text: string): unknown; isTTY?: boolean } = process.stderr,
): Progress {
  return 'columns' in stream && stream.isTTY ? bar(what, stream) : lines(what, stream);
}

function bar(what: string, stream: NodeJS.WriteStream): Progress {
  const shown = new SingleBar(
    { format: `${what} [{bar}] {percentage}%  {value}/{total}`, stream, hideCursor: true },
    Presets.legacy,
  );
  shown.start(0, 0);
  return {
    report: (done, of) => {
      shown.setTotal(of ?? Math.max(done, shown.getTotal()));
      shown.update(done);
    },
    stop: () => {
      shown.stop();
    },
  };
}

function lines(what: string, stream: { write(text: string): unknown }): Progress {
  let told = 0;
  return {
    report: (done, of) => {
      const reached = of === null || of === 0 ? Math.floor(done / EVERY) : Math.floor((done / of) * LINES);
      if (reached <= told) return;
      told = reached;
      stream.write(of === null ? `${what}: ${String(done)}\n` : `${what}: ${String(done)} of ${String(of)}\n`);
    },
    stop: () => undefined,
  };
}
