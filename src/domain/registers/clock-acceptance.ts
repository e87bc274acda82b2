import { Text } from '../kernel/fields.js';

export const CLOCK_ACCEPTED = 'ClockAccepted';

/** An administrator's word that the machine's clock is right although it stands far ahead of the last event. */
export class ClockAcceptance {
  /** What the clock said, RFC 3339. */
  @Text(40) told!: string;
}
