import type { VerifierKey } from '../../domain/proof/note.js';
import type { Findings } from './finding.js';
import type { KeyInForce } from './signatures-check.js';

/**
 * Holds the ledger's keys against those that an auditor noted down: each has to be on record, and the one in force has to
 * be one of them or to follow from one. Who knows a key knows nothing of one that bears no word of the one before it.
 */
export function checkNoted(noted: readonly VerifierKey[], keys: readonly KeyInForce[], findings: Findings): void {
  const [first] = keys;
  for (const key of noted.filter((each) => !keys.some((own) => own.key === each)))
    findings.add('key', `the key that was brought along is not on record: ${key}`, first?.position, first?.since);
  const strange = keys.findLast(({ follows }) => !follows);
  if (noted.length === 0 || strange === undefined || strange === first) return;
  const known = keys.slice(keys.indexOf(strange)).some(({ key }) => noted.includes(key));
  if (!known)
    findings.add(
      'key',
      `the key in force does not follow from the one that was brought along: ${strange.key} bears no word of the key before it`,
      strange.position,
      strange.since,
    );
}
