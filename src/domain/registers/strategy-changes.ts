import { Count, Means, OnDay, Optional, Parts, Text } from '../kernel/fields.js';
import { StrategyItem } from '../strategy/strategy.js';

/** A strategy's texts and rules may be amended, items added or ended; none is taken away or moved in the tree. */
export class StrategyAmendment {
  @Text(300) title!: string;
  @OnDay() from!: string;
  @OnDay() until!: string;
  @Parts(() => StrategyItem, { min: 1, max: 500 }) items!: StrategyItem[];
  @Text(2000) reason!: string;
}

/** Of the streams of the days on which strategies begin: `start-2025-01-01`. */
export const START = 'start';

export const STRATEGY_START_TAKEN = 'StrategyStartTaken';

/** A day taken by a strategy that is about to begin on it, in the day's own stream; the latest one holds it. */
export class StrategyStart {
  @OnDay() from!: string;
  @Optional() @Means('The strategy. Missing where this was recorded in its own stream.') @Text(40) strategy?: string;
  @Optional() @Means('The revision that the strategy was at; missing where there was none yet.') @Count() at?: number;
}
