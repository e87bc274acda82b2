import Sequencer from '@jest/test-sequencer';

/**
 * Suites that start browsers and processes, the longest first: left to the end they would keep one worker busy while the
 * others have nothing left to do.
 */
const LONGEST = [
  'delivery/web/browser',
  'delivery/disagreeing-clocks',
  'delivery/roles',
  'infrastructure/faults',
  'delivery/kill',
  'delivery/cli',
  'delivery/web/forms-browser',
  'delivery/web/work-browser',
  'delivery/import',
  'delivery/move-in',
  'delivery/web/evidence',
  'delivery/openapi-answers',
  'delivery/demo',
  'application/queries/figure-links.laws',
  'delivery/verify',
  'delivery/web/sign-in',
  'contract/view-store',
];

const rankOf = ({ path }) => {
  const rank = LONGEST.findIndex((name) => path.endsWith(`/${name}.spec.ts`));
  return rank < 0 ? LONGEST.length : rank;
};

/** The longest suites first, then as Jest would. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rankOf(a) - rankOf(b));
  }
}
