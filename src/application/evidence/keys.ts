import { textOf } from '../../domain/kernel/json.js';
import { LEDGER } from '../../domain/registers/registers.js';
import { SIGNING_KEY_ADOPTED } from '../../domain/registers/signing-key.js';
import { isSignedWith, type PublicKey, readKey, readSigned } from './bytes.js';
import type { Pack } from './pack.js';
import type { Fault, Findings } from './verdict.js';

/**
 * Follows the keys from the ledger's first to the one in force, each with the word of the one before.
 *
 * @param noted a key known from elsewhere: the one in force has to be it, or to follow from it
 * @returns the one in force
 */
export function checkKeys({ events, key }: Pack, noted: string | undefined, findings: Findings): PublicKey | null {
  const wrong = (fault: Fault): void => {
    findings.add('keys', fault);
  };
  const opened = events.find(({ event }) => event.type === LEDGER.made)?.event;
  const origin = `urn:uuid:${textOf(opened?.data['ledger'])}`;
  if (opened === undefined) wrong({ code: 'no-ledger', where: '/events' });
  if (opened?.data['demonstration'] === true) findings.note('demonstration');
  let before: PublicKey | null = null;
  let last: string | null = null;
  let [looked, met] = [0, noted === undefined];
  for (const [index, { position, event }] of events.entries()) {
    if (event.type !== SIGNING_KEY_ADOPTED) continue;
    looked++;
    const where = `/events/${String(index)}/event/data`;
    const told = textOf(event.data['key']);
    const own = readKey(told);
    if (own?.name !== origin) wrong({ code: 'key-foreign', where: `${where}/key`, said: told });
    const endorsement = event.data['endorsement'];
    if (last === null) {
      if (endorsement !== undefined) wrong({ code: 'key-unendorsed', where: `${where}/endorsement` });
    } else if (endorsement === undefined) {
      // Whoever knows an earlier key knows nothing of this one.
      met = noted === undefined;
      findings.note('key-lost', String(position));
    } else {
      const note = readSigned(textOf(endorsement));
      const rightly = note?.text === `kronika signing key\n${told}\n` && before !== null && isSignedWith(note, before);
      if (!rightly) wrong({ code: 'key-unendorsed', where: `${where}/endorsement` });
    }
    [before, last] = [own, told];
    met ||= told === noted;
  }
  if (last === null || last !== key)
    wrong({ code: 'key-not-last', where: '/key', said: key, ...(last !== null && { is: last }) });
  if (!met && noted !== undefined) wrong({ code: 'key-not-noted', where: '/key', said: key, is: noted });
  findings.looked('keys', looked);
  return before;
}
