import { CLOCK_ACCEPTED, ClockAcceptance } from './clock-acceptance.js';
import type { RegisterChange } from './register.js';
import { SIGNING_KEY_ADOPTED, SigningKeyAdoption } from './signing-key.js';

const apply: RegisterChange['apply'] = (details) => details;

/** What is said about the ledger itself and alters nothing of its details. */
export const LEDGER_CHANGES: Readonly<Record<string, RegisterChange>> = {
  [CLOCK_ACCEPTED]: { payload: ClockAcceptance, apply },
  [SIGNING_KEY_ADOPTED]: { payload: SigningKeyAdoption, apply },
};
