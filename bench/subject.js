/**
 * One subject of one measure, in a process of its own so that none warms, fills or slows another. Opened by its first
 * message; each further one is a turn, answered with what was measured.
 */
import { http } from './measures/http.js';
import { difference, hashing, inclusion, signed, verify } from './measures/proof.js';
import { pages } from './measures/pages.js';
import { reading } from './measures/reading.js';
import { rebuild, replay } from './measures/rebuild.js';
import { recording } from './measures/recording.js';

const MEASURES = {
  append: recording,
  callers: recording,
  import: recording,
  rebuild,
  replay,
  report: reading,
  register: reading,
  http,
  stall: http,
  pages,
  hashing,
  inclusion,
  difference,
  verify,
  signed,
};

let subject = null;

async function answer({ open, turn }) {
  if (open !== undefined) {
    subject = await MEASURES[open.measure][open.subject](open);
    return {};
  }
  if (turn !== undefined) return subject.turn(turn);
  await subject.close();
  return {};
}

// Whoever asked is gone.
process.on('disconnect', () => process.exit(1));

process.on('message', (message) => {
  answer(message).then(
    (result) => process.send({ result }, () => message.close && process.exit(0)),
    (fault) => {
      process.stderr.write(`${fault.stack}\n`);
      process.exit(1);
    },
  );
});
