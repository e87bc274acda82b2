import { type Day, plusDays } from '../../domain/kernel/day.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { authoritiesOn, standIn } from './officials.js';
import { byGmina, type Occasion, OCCASIONS } from './occasions.js';
import { office } from './organisations.js';
import { BOARD_CLERK, CLERK_1, CLERK_2 } from './people.js';
import { CHELMZA_TOWN, type Place, PLACES } from './places.js';
import type { Chapter, Thread } from './story.js';
import { nextWeekday } from './working-days.js';

/** What was invited to before the ledger was opened is recorded only when it is over. */
const FIRST_INVITATIONS: Day = '2022-01-10';

/** An event that somebody went to: the media write of such. */
export interface Attended {
  readonly thread: Thread;
  readonly on: Day;
  readonly title: string;
  readonly place: Place;
}

/** County authorities at events in the gminas (strategy: T2, G1.4, G2.2). */
export function tellEvents(chapter: Chapter): readonly Attended[] {
  const attended: Attended[] = [];
  for (const year of ['2022', '2023', '2024']) {
    for (const occasion of OCCASIONS) {
      // A town has no harvest festival.
      const places = occasion.type === 'harvest-festival' ? PLACES.filter((each) => each !== CHELMZA_TOWN) : PLACES;
      for (const place of chapter.dice.some(chapter.dice.between(2, 5), places)) {
        const from = `${year}-${occasion.from}`;
        const on = occasion.weekday === 0 ? from : nextWeekday(from, occasion.weekday);
        const told = tellEvent(chapter, occasion, place, on);
        if (told !== null) attended.push(told);
      }
    }
  }
  tellAhead(chapter);
  return attended;
}

function tellEvent(chapter: Chapter, occasion: Occasion, place: Place, on: Day): Attended | null {
  const { dice } = chapter;
  // Circles, brigades and parishes are those of the invented villages; only the gmina sits in the seat.
  const where = occasion.by === byGmina ? place.seat : dice.one(place.villages);
  const title = `${occasion.title} ${where.at}`;
  const details: JsonObject = {
    title,
    occurredOn: on,
    gminas: [place.terc],
    strategyItems: occasion.items,
    place: where.name,
    eventType: occasion.type,
    organisers: [occasion.by(place, where)],
    startsAt: occasion.startsAt,
  };
  const clerk = dice.one([BOARD_CLERK, BOARD_CLERK, CLERK_1, CLERK_2]);
  const who = representatives(chapter, on);
  const received = plusDays(on, -dice.between(16, 30));
  if (dice.chance(45) || received < FIRST_INVITATIONS) {
    const recorded = plusDays(on, dice.chance(5) ? dice.between(33, 80) : dice.one([1, 1, 2, 3, 6]));
    const thread = chapter.begin(recorded, clerk, 'attendance', { ...details, representatives: who });
    return { thread, on, title, place };
  }
  const answers = plusDays(on, -dice.between(5, 12));
  const dates = { receivedOn: received, replyBy: plusDays(on, -5) };
  const thread = chapter.begin(received, clerk, 'attendance', { ...details, ...dates, step: 'invite' });
  if (dice.chance(14)) {
    const reason = dice.one([
      'Termin zbiega się z sesją rady powiatu',
      'Tego dnia władze powiatu są na innej uroczystości',
    ]);
    thread.step(answers, clerk, 'decline', { reason });
    return null;
  }
  thread.step(answers, clerk, 'confirm', { representatives: who });
  if (dice.chance(6)) {
    thread.step(plusDays(on, -2), clerk, 'cancel', { reason: 'Organizator odwołał wydarzenie' });
    return null;
  }
  if (dice.chance(5)) {
    thread.step(on, clerk, 'miss', { reason: 'Nagła choroba przedstawiciela' }, 2);
    return null;
  }
  // Now and then somebody else goes than was said.
  const came: JsonObject = dice.chance(12) ? { representatives: [{ ...standIn(on), parts: ['guest', 'speech'] }] } : {};
  thread.step(on, clerk, 'attend', came, dice.one([1, 2, 3]));
  return { thread, on, title, place };
}

function representatives(chapter: Chapter, on: Day): readonly JsonObject[] {
  const { dice } = chapter;
  const parts = dice.some(dice.between(1, 2), ['guest', 'speech', 'patronage', 'award']);
  if (dice.chance(12)) return [{ function: 'radny powiatu', parts }];
  return dice.some(dice.one([1, 1, 1, 2]), authoritiesOn(on)).map((official) => ({ official, parts }));
}

/** Invitations for the new year: some answered, some not yet. */
function tellAhead(chapter: Chapter): void {
  PLACES.forEach((place, index) => {
    const thread = chapter.begin(plusDays('2024-12-05', index), BOARD_CLERK, 'attendance', {
      title: `Spotkanie noworoczne ${place.seat.at}`,
      occurredOn: plusDays('2025-01-10', index),
      gminas: [place.terc],
      strategyItems: ['T2'],
      place: place.seat.name,
      eventType: 'other',
      organisers: [office(place)],
      receivedOn: plusDays('2024-12-05', index),
      // Two of them have waited too long already.
      replyBy: index < 2 ? '2024-12-20' : '2025-01-05',
      step: 'invite',
    });
    if (index >= 2 && index < 6) {
      thread.step(plusDays('2024-12-17', index), BOARD_CLERK, 'confirm', {
        representatives: [{ official: authoritiesOn('2025-01-10')[index] ?? '' }],
      });
    }
  });
}
