import { type Day, monthsBetween, plusDays } from '../../domain/kernel/day.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import type { Attended } from './events.js';
import { INVENTED_OUTLET, MEDIA, type Named } from './organisations.js';
import { CLERK_3 } from './people.js';
import { PLACES } from './places.js';
import type { RealInvestments } from './real-investments.js';
import type { Chapter, Thread } from './story.js';
import { workingDay } from './working-days.js';

const OUTLETS: readonly (readonly [Named, string])[] = [
  [MEDIA.nowosci, 'press'],
  [MEDIA.pomorska, 'press'],
  [MEDIA.pozaTorun, 'portal'],
  [MEDIA.ototorun, 'portal'],
  [MEDIA.tvTorun, 'tv'],
  [MEDIA.radioPik, 'radio'],
];

const SUBJECTS: readonly {
  readonly title: string;
  readonly items: readonly string[];
  readonly units?: readonly string[];
  readonly joint: boolean;
}[] = [
  { title: 'Powiat i gmina dzielą się kosztami remontu', items: ['G2.3'], joint: true },
  { title: 'Utrudnienia na drodze powiatowej', items: ['G1.1'], units: ['pzd'], joint: false },
  { title: 'Nowy odcinek ścieżki rowerowej', items: ['G3.1', 'G2.3'], joint: true },
  { title: 'Szkoła powiatowa zaprasza', items: ['G1.1'], units: ['zs-cku-gronowo'], joint: false },
  { title: 'Jak działa dom pomocy społecznej', items: ['G1.1'], units: ['dps-pigza'], joint: false },
  { title: 'Zapowiedź gminnego święta z udziałem powiatu', items: ['G2.3'], joint: true },
  { title: 'Wywiad o współpracy samorządów', items: ['G2.3'], joint: true },
];

/** What the media said (strategy: G1.1, G2.3, G3.1). */
export function tellMedia(chapter: Chapter, attended: readonly Attended[], real: RealInvestments): void {
  const { dice } = chapter;
  for (const month of monthsBetween('2022-01', '2024-12')) {
    for (let count = dice.between(2, 4); count > 0; count--) {
      const { title, items, units, joint } = dice.one(SUBJECTS);
      const place = dice.one(PLACES);
      const on: Day = `${month}-${String(dice.between(8, 27)).padStart(2, '0')}`;
      tell(chapter, on, {
        title: `${title} (${place.title})`,
        gminas: [place.terc],
        strategyItems: items,
        ...(units === undefined ? {} : { units }),
        jointMessage: joint,
      });
    }
  }
  for (const { thread, on, title, place } of dice.some(50, attended)) {
    tell(chapter, plusDays(on, dice.between(1, 3)), {
      title: `Relacja: ${title}`,
      gminas: [place.terc],
      strategyItems: ['G2.3'],
      jointMessage: true,
      promptedBy: thread.ref,
    });
  }
  tellInvestmentNews(chapter, real);
  // No real outlet is said to have been unkind.
  for (const [on, title] of [
    ['2022-12-08', 'Ścieżka donikąd: kiedy domknięcie w Nowej Wsi?'],
    ['2023-11-03', 'Kładka bez wykonawcy'],
    ['2024-06-20', 'Kto zapłaci za obwodnicę?'],
  ] as const) {
    const body = {
      title,
      scope: 'county',
      jointMessage: false,
      outlet: INVENTED_OUTLET,
      medium: 'portal',
      tone: 'negative',
    };
    tell(chapter, on, on === '2022-12-08' ? { ...body, promptedBy: real.zlotoria.ref } : body);
  }
}

function tellInvestmentNews(chapter: Chapter, real: RealInvestments): void {
  const news = (on: Day, title: string, about: Thread, gminas: readonly string[]): void => {
    tell(chapter, on, {
      title,
      gminas,
      strategyItems: ['G3.1', 'G2.3'],
      jointMessage: true,
      promptedBy: about.ref,
      links: [about.ref],
    });
  };
  news('2023-06-05', 'Ścieżka w Brąchnowie otwarta', real.brachnowo, ['0415022', '0415052', '0415062']);
  news('2023-10-20', 'Z Kończewic do Chełmży rowerem', real.konczewice, ['0415011', '0415022']);
  news('2023-10-11', 'Droga z Brąchnowa do Kowrozu gotowa', real.road, ['0415052', '0415062']);
  news('2024-09-10', 'Polski Ład na drogach powiatu', real.polishDeal, ['0415022', '0415062']);
}

function tell(chapter: Chapter, on: Day, body: JsonObject): void {
  const { dice } = chapter;
  const [outlet, medium] = dice.one(OUTLETS);
  const recordedAfter = dice.chance(4) ? dice.between(33, 60) : dice.between(0, 2);
  chapter.begin(plusDays(workingDay(on), recordedAfter), CLERK_3, 'media-coverage', {
    occurredOn: on,
    outlet,
    medium,
    tone: dice.one(['positive', 'positive', 'neutral']),
    ...body,
  });
}
