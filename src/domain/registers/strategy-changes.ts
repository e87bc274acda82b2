import { OnDay, Parts, Text } from '../kernel/fields.js';
import { StrategyItem } from '../strategy/strategy.js';

/** A strategy's texts and rules may be amended, items added or ended; none is taken away or moved in the tree. */
export class StrategyAmendment {
  @Text(300) title!: string;
  @OnDay() from!: string;
  @OnDay() until!: string;
  @Parts(() => StrategyItem, { min: 1, max: 500 }) items!: StrategyItem[];
  @Text(2000) reason!: string;
}

export const STRATEGY_START_TAKEN = 'StrategyStartTaken';

/** The first day of a strategy, taken by it alone: recorded along with whatever gives it that day. */
export class StrategyStart {
  @OnDay() from!: string;
}
