import { OnDay } from '../kernel/fields.js';

export const STRATEGY_START_TAKEN = 'StrategyStartTaken';

/** The first day of a strategy, taken by it alone: recorded along with whatever gives it that day. */
export class StrategyStart {
  @OnDay() from!: string;
}
