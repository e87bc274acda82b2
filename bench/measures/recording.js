/**
 * One caller, 64 callers, an import: how many events a second are on the disk. Each subject is opened once and then
 * takes short turns with the others: a disk's pace changes from second to second, and so it changes for all of them.
 */
import { bodies, commandsOf, eventsOf, history, rowsOf } from '../ledger/commands.js';
import { emmettAppend, openEmmett } from '../subjects/emmett.js';
import { evtstoreAppend, openEvtstore } from '../subjects/evtstore.js';
import { importRows, openKronika } from '../subjects/kronika.js';
import { openRaw, rawAlone, rawGrouped } from '../subjects/raw.js';

const CALLERS = 64;
const PER_IMPORT_COMMIT = 500;

/** Events recorded in a turn. */
const COUNTS = { append: 100, callers: 3_200, import: 5_000 };

/** Callers who each record the next of the list as soon as their last is recorded. */
async function byCallers(callers, list, record) {
  let next = 0;
  const caller = async () => {
    while (next < list.length) await record(list[next++]);
  };
  await Promise.all(Array.from({ length: callers }, caller));
}

/** Turns that differ in what they record. What is recorded is made before the time is taken. */
function turns(measure, inputs, work, close) {
  const count = COUNTS[measure];
  return {
    turn: async (round) => {
      const list = inputs((measure === 'import' ? history : bodies)(count, round + 1));
      const start = performance.now();
      await work(list);
      return { perSecond: (count / (performance.now() - start)) * 1_000 };
    },
    close,
  };
}

/** @param measure `append`, `callers` or `import` */
export const recording = {
  kronika: async ({ measure, ledger, views }) => {
    const kronika = openKronika(ledger, views);
    const record = (command) => kronika.acts.execute(command);
    const work = {
      append: (list) => byCallers(1, list, record),
      callers: (list) => byCallers(CALLERS, list, record),
      import: (list) => importRows(kronika, list),
    }[measure];
    return turns(measure, measure === 'import' ? rowsOf : commandsOf, work, () => kronika.close());
  },

  raw: async ({ measure, ledger }) => {
    const db = openRaw(ledger);
    const [alone, grouped] = [rawAlone(db), rawGrouped(db)];
    const inGroupsOf = (size) => (list) => {
      for (let at = 0; at < list.length; at += size) grouped(list.slice(at, at + size));
    };
    const work = {
      append: (list) => list.forEach(alone),
      callers: inGroupsOf(CALLERS),
      import: inGroupsOf(PER_IMPORT_COMMIT),
    }[measure];
    return turns(measure, eventsOf, work, () => db.close());
  },

  emmett: async ({ measure, ledger }) => {
    const { store, connection } = await openEmmett(ledger);
    const append = emmettAppend(store);
    return turns(
      measure,
      eventsOf,
      (list) => byCallers(measure === 'append' ? 1 : CALLERS, list, append),
      () => connection.close(),
    );
  },

  evtstore: async ({ measure, ledger }) => {
    const { client, provider } = await openEvtstore(ledger);
    const append = evtstoreAppend(provider);
    return turns(
      measure,
      eventsOf,
      (list) => byCallers(measure === 'append' ? 1 : CALLERS, list, append),
      () => client.destroy(),
    );
  },
};
