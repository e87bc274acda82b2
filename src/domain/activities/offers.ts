import { Rejection, type RejectionCode } from '../kernel/rejection.js';
import type { Activity } from './activity.js';
import type { Context } from './context.js';
import { type Command, decide, possibleSteps } from './decide.js';
import { type Kind, rowOf } from './kind.js';

/** What somebody may do with an activity as it stands. */
export interface Offers {
  readonly steps: readonly string[];
  readonly correct: boolean;
  readonly undo: boolean;
  readonly annul: boolean;
  readonly restore: boolean;
}

/** Nothing: what is offered where nobody writes. */
export const NO_OFFERS: Offers = { steps: [], correct: false, undo: false, annul: false, restore: false };

/** Found by asking the decision itself, so that no rule stands here a second time. */
export function offersOf(kind: Kind, activity: Activity, context: Context): Offers {
  const refusal = (command: Command): RejectionCode | null => refusalOf(kind, command, activity, context);
  const possible = (command: Command): boolean => {
    const code = refusal(command);
    // What it lacks (a reason, a change) is what the form asks for.
    return code === null || code === 'invalid';
  };
  return {
    // Only an approval is not everybody's; other steps are not tried, because their fields are still to be filled in.
    steps: possibleSteps(kind, activity).filter(
      (step) => rowOf(kind, step)?.approves !== 'manager' || refusal({ do: 'take', step, fields: {} }) !== 'forbidden',
    ),
    correct: possible({ do: 'correct', changes: {}, reason: '' }),
    undo: possible({ do: 'undo', reason: '' }),
    annul: possible({ do: 'annul', reason: '' }),
    restore: possible({ do: 'restore', reason: '' }),
  };
}

function refusalOf(kind: Kind, command: Command, activity: Activity, context: Context): RejectionCode | null {
  try {
    decide(kind, command, activity, context);
    return null;
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
}
