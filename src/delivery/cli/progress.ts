import cliProgress, { type GenericFormatter, Presets, SingleBar } from 'cli-progress';
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

/** Shows the stretches of a long work, one after the other. */
export function showStretches(stream: Parameters<typeof showProgress>[1]): {
  readonly report: (stretch: string, done: number, of: number | null) => void;
  readonly stop: () => void;
} {
  let shown: { readonly stretch: string; readonly progress: Progress } | null = null;
  return {
    report: (stretch, done, of) => {
      if (shown?.stretch !== stretch) {
        shown?.progress.stop();
        shown = { stretch, progress: showProgress(stretch, stream) };
      }
      shown.progress.report(done, of);
    },
    stop: () => {
      shown?.progress.stop();
    },
  };
}

function bar(what: string, stream: NodeJS.WriteStream): Progress {
  // Of a whole that is not known (0, to the bar) nobody can say which part is done.
  const format: GenericFormatter = (options, params, payload) => {
    const known = params.total > 0 ? ' [{bar}] {percentage}%  {value}/{total}' : ' {value}';
    return cliProgress.Format.Formatter({ ...options, format: what + known }, params, payload);
  };
  const shown = new SingleBar({ format, stream, hideCursor: true }, Presets.legacy);
  shown.start(0, 0);
  return {
    report: (done, of) => {
      shown.setTotal(of ?? 0);
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
