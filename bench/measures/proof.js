/**
 * What proving costs: hashing and signing beside an import, a proof of inclusion, the difference over a year, and the
 * whole check (`kronika verify`) beside a rebuild.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { history, rowsOf } from '../ledger/commands.js';
import { diceOf } from '../ledger/dice.js';
import { ledgerOf } from '../ledger/events.js';
import {
  annual,
  DifferenceHandler,
  DifferenceQuery,
  FIRST_MORNING,
  hashedId,
  loadDemonstration,
  Rebuild,
  SimulatedClock,
  SqliteEventStore,
  SqliteViewStore,
  viewVersions,
} from '../product.js';
import { fillKronika, importRows } from '../subjects/kronika.js';
import { openProof, treeOf } from '../subjects/proof.js';
import { median } from '../table.js';

const ROWS = 5_000;
const PROOFS = 200;

/** A directory of its own, for what a measure writes. */
function scratch() {
  const directory = mkdtempSync(join(tmpdir(), 'kronika-bench-proof-'));
  return { at: (name) => join(directory, name), dispose: () => rmSync(directory, { recursive: true, force: true }) };
}

async function timed(work) {
  const start = performance.now();
  const result = await work();
  return [performance.now() - start, result];
}

/**
 * Rows are imported as `kronika import` does once it has checked them: recorded, then folded into the views. Then the tree
 * takes them in, and signs: what a server does in their wake. On a ledger of its own, which grows from turn to turn.
 */
export const hashing = {
  kronika: async () => {
    const { at, dispose } = scratch();
    // The registers alone.
    await fillKronika(at('ledger.sqlite'), ledgerOf(300));
    const kronika = openProof(at('ledger.sqlite'), at('views.sqlite'), at('tree.sqlite'));
    await kronika.projector.catchUp();
    await kronika.tree.catchUp();
    return {
      turn: async (round) => {
        const rows = rowsOf(history(ROWS, round + 1));
        const [recording] = await timed(() => importRows(kronika, rows));
        const [folding] = await timed(() => kronika.projector.catchUp());
        const [proving] = await timed(async () => {
          await kronika.tree.catchUp();
          await kronika.checkpoints.make();
        });
        return {
          perSecond: (ROWS / (recording + folding)) * 1_000,
          proved: (ROWS / (recording + folding + proving)) * 1_000,
          cost: proving / (recording + folding + proving),
          // Of recording alone, as `import` measures it: hashing is no part of that.
          beside: proving / (recording + proving),
        };
      },
      close: async () => {
        await kronika.close();
        dispose();
      },
    };
  },
};

/** Proofs of random events, by their ids as a visitor asks for them. */
export const inclusion = {
  kronika: async ({ ledger, views, events }) => {
    const kronika = openProof(ledger, views, await treeOf(ledger, views));
    return {
      turn: async (round) => {
        const dice = diceOf(round + 1);
        const times = [];
        for (let nth = 0; nth < PROOFS; nth++) {
          const [event] = await first(kronika.ledger.readAll({ after: String(dice.below(events - 1)), limit: 1 }));
          const [milliseconds, proof] = await timed(() => kronika.proofs.inclusion({ event: event.id }));
          if (proof.event !== event.id || proof.path.length === 0) throw new Error(`no proof of ${event.id}`);
          times.push(milliseconds);
        }
        return { milliseconds: median(times), most: Math.max(...times) };
      },
      close: () => kronika.close(),
    };
  },
};

async function first(batches) {
  for await (const batch of batches) return batch;
  return [];
}

/** What the annual report of a year says differently at the year's end than at its beginning. */
export const difference = {
  kronika: async ({ ledger, views }) => {
    const kronika = openProof(ledger, views, await treeOf(ledger, views));
    const year = new DifferenceQuery(annual(2023), { asOf: '2023-01-01', comparedTo: '2023-12-31' });
    return {
      turn: async () => {
        // One that has no answer at hand.
        const fresh = new DifferenceHandler(kronika.asOf, kronika.ledger, kronika.store, kronika.views);
        const [milliseconds, { value }] = await timed(() => fresh.execute(year));
        const events = Number(value.after.position) - Number(value.before.position);
        if (value.figures.length === 0) throw new Error('nothing differs: nothing was measured');
        return { milliseconds, events };
      },
      close: () => kronika.close(),
    };
  },
};

/** A rebuild from nothing, then the check of what it made. */
async function checked(ledger, at) {
  const kronika = openProof(ledger, at('views.sqlite'), at('tree.sqlite'));
  try {
    const [rebuild] = await timed(() => new Rebuild(kronika.ledger, kronika.store).run());
    // A server keeps the tree as it goes; the check reads it.
    await kronika.tree.catchUp();
    const [milliseconds, { findings }] = await timed(() => kronika.audit.run({ kept: [], keys: [] }));
    if (findings.length > 0) throw new Error(`the check found ${JSON.stringify(findings[0])}`);
    return { rebuild, milliseconds, times: milliseconds / rebuild };
  } finally {
    await kronika.close();
  }
}

/** Each turn begins from nothing. */
const turnOf = (work) => async (task) => ({
  turn: async () => {
    const { at, dispose } = scratch();
    try {
      return await work(task, at);
    } finally {
      dispose();
    }
  },
  close: () => undefined,
});

export const verify = { kronika: turnOf(({ ledger }, at) => checked(ledger, at)) };

/** The same of the demonstration: every day of it is closed under a signature over all that the views said. */
export const signed = {
  kronika: turnOf(async ({ ledger }, at) => {
    // What its closes say of the views is said of these versions.
    const kept = join(dirname(ledger), `demonstration-${hashedId(JSON.stringify(viewVersions())).slice(0, 8)}.sqlite`);
    if (!existsSync(kept)) {
      mkdirSync(at('.'), { recursive: true });
      const clock = new SimulatedClock(FIRST_MORNING);
      const demonstration = SqliteEventStore.open(at('demonstration.sqlite'), clock);
      const views = SqliteViewStore.open(at('demonstration-views.sqlite'));
      await loadDemonstration({ ledger: demonstration, views, clock });
      await demonstration.close();
      await views.close();
      copyFileSync(at('demonstration.sqlite'), kept);
    }
    return checked(kept, at);
  }),
};
