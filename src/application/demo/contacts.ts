import { type Day, monthsBetween, plusDays } from '../../domain/kernel/day.js';
import { PROMOTION, SECRETARY, type Topic, TOPICS } from './contact-topics.js';
import { office } from './organisations.js';
import { CLERK_1, CLERK_2, ROADS_CLERK } from './people.js';
import { CHELMZA_TOWN, NIESZAWKA, type Place, PLACES } from './places.js';
import type { Chapter } from './story.js';
import { workingDay } from './working-days.js';

/**
 * Wielka Nieszawka has no contact in the third quarter of 2023, nor one still open from before: the gap that question 1
 * of DOMAIN.md section 5 is to find.
 */
export const SILENT = { terc: NIESZAWKA.terc, from: '2023-07-01', to: '2023-09-30' } as const;
const NO_FOLLOW_UP_SINCE: Day = '2023-03-01';

const isSilent = ({ terc }: Place, day: Day): boolean => terc === SILENT.terc && SILENT.from <= day && day <= SILENT.to;

/** From then on some follow-ups stay open, and at the end of the ledger they are overdue. */
const LEFT_OPEN_SINCE: Day = '2024-07-01';

/** The year's rhythm of contacts with the gminas' offices (strategy: T1). */
export function tellContacts(chapter: Chapter): void {
  const { dice } = chapter;
  for (const month of monthsBetween('2022-01', '2024-12')) {
    const topics = TOPICS.filter(({ months }) => months?.includes(Number(month.slice(5))) ?? true);
    for (const place of PLACES) {
      const its = topics.filter(({ rural }) => rural === undefined || place !== CHELMZA_TOWN);
      for (const topic of dice.some(dice.between(1, 3), its)) {
        // The first days of January 2022 belong to the opening of the ledger.
        const day = workingDay(`${month}-${String(dice.between(5, 26)).padStart(2, '0')}`);
        if (!isSilent(place, day)) tellContact(chapter, place, topic, day);
      }
    }
  }
  tellRounds(chapter);
}

function tellContact(chapter: Chapter, place: Place, topic: Topic, day: Day): void {
  const { dice } = chapter;
  const clerk = topic.roads ? ROADS_CLERK : dice.one([CLERK_1, CLERK_1, CLERK_2]);
  const mayFollow = place.terc !== SILENT.terc || day < NO_FOLLOW_UP_SINCE || day > SILENT.to;
  const due = topic.outcome !== undefined && mayFollow && dice.chance(45) ? plusDays(day, dice.between(7, 28)) : null;
  // Most is written down at once; a little waits in somebody's notebook for weeks.
  const recordedAfter = dice.chance(3) ? dice.between(32, 75) : dice.one([0, 0, 0, 1, 2, 4]);
  const thread = chapter.begin(plusDays(day, recordedAfter), clerk, 'contact', {
    title: `${topic.title}: ${place.title}`,
    occurredOn: day,
    gminas: [place.terc],
    strategyItems: ['T1'],
    channel: topic.channel,
    direction: topic.direction,
    counterparts: [{ organisation: office(place), function: functionAt(place, topic.with) }],
    ...(due === null ? {} : { followUpDue: due }),
  });
  if (due === null) return;
  if (day >= LEFT_OPEN_SINCE && dice.chance(50)) return;
  const closed = plusDays(due, dice.between(-6, 8));
  thread.step(
    closed > day ? closed : due,
    clerk,
    'close-follow-up',
    { outcome: topic.outcome ?? '' },
    dice.one([0, 0, 1]),
  );
  if (dice.chance(6) && mayFollow) {
    const again = plusDays(due, 20);
    thread.step(again, clerk, 'plan-follow-up', { due: plusDays(again, 21) });
    thread.step(plusDays(again, dice.between(10, 25)), clerk, 'close-follow-up', { outcome: 'Sprawa zakończona' });
  }
}

const functionAt = (place: Place, its: string): string =>
  its === SECRETARY ? (place === CHELMZA_TOWN ? 'sekretarz miasta' : 'sekretarz gminy') : its;

/** Meetings with several gminas at once, and with all of them. */
function tellRounds(chapter: Chapter): void {
  const { dice } = chapter;
  for (const year of ['2022', '2023', '2024']) {
    for (const [month, title] of [
      ['02', 'Narada z wójtami i burmistrzem o budżetach inwestycyjnych'],
      ['06', 'Konwent wójtów i burmistrza: przygotowania do dożynek powiatowych'],
      ['10', 'Konwent wójtów i burmistrza: drogi i ścieżki rowerowe'],
    ] as const) {
      const day = workingDay(`${year}-${month}-16`);
      chapter.begin(day, CLERK_1, 'contact', {
        title,
        occurredOn: day,
        scope: 'county',
        strategyItems: ['T1', 'S'],
        channel: 'meeting',
        direction: 'outgoing',
        place: 'Starostwo Powiatowe w Toruniu',
        documents: [{ title: 'Notatka służbowa z narady', sign: `PE.0541.${month}.${year}`, date: day }],
        performedBy: { function: 'wicestarosta' },
        counterparts: PLACES.map((place) => ({
          organisation: office(place),
          function: place === CHELMZA_TOWN ? 'burmistrz' : 'wójt',
        })),
      });
    }
    for (const month of ['03', '05', '11']) {
      const places = dice.some(dice.between(2, 3), PLACES);
      const day = workingDay(`${year}-${month}-09`);
      chapter.begin(day, CLERK_2, 'contact', {
        title: 'Wspólny stolik gmin: promocja i kalendarz wydarzeń',
        occurredOn: day,
        gminas: places.map(({ terc }) => terc),
        strategyItems: ['T1'],
        channel: dice.one(['video', 'meeting']),
        direction: 'outgoing',
        counterparts: places.map((place) => ({ organisation: office(place), function: PROMOTION })),
      });
    }
  }
}
