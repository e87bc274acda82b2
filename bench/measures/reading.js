/** The annual report as of a past day, and the register's first page by a rare gmina: milliseconds an answer. */
import { diceOf } from '../ledger/dice.js';
import { DAYS, FIRST_DAY, RARE } from '../ledger/office.js';
import { ActivitiesQuery, annual, plusDays, ReportQuery } from '../product.js';
import { openKronika } from '../subjects/kronika.js';
import { median } from '../table.js';

/** Answers in a turn. */
const ANSWERS = 20;

const QUESTIONS = {
  /** Of a random day late enough for the year reported on to have been lived through. */
  report: ({ report }, dice) =>
    report.execute(new ReportQuery(annual(2023), plusDays(FIRST_DAY, 730 + dice.below(DAYS - 731)))),
  register: async ({ register }) => {
    const { value } = await register.execute(new ActivitiesQuery({ gmina: RARE }));
    if (value.items.length === 0) throw new Error('the rare gmina has no entries: nothing was measured');
  },
};

export const reading = {
  kronika: async ({ measure, ledger, views }) => {
    const kronika = openKronika(ledger, views);
    return {
      turn: async (round) => {
        const dice = diceOf(round + 1);
        const times = [];
        for (let i = 0; i < ANSWERS; i++) {
          const start = performance.now();
          await QUESTIONS[measure](kronika, dice);
          times.push(performance.now() - start);
        }
        return { milliseconds: median(times) };
      },
      close: () => kronika.close(),
    };
  },
};
