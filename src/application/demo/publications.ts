import { type Day, lastOf, monthsBetween, plusDays } from '../../domain/kernel/day.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { CLERK_1, CLERK_3, MANAGER_1 } from './people.js';
import { type Place, PLACES } from './places.js';
import type { Chapter, Thread } from './story.js';
import { workingDay } from './working-days.js';

const FORMS = ['map', 'film', 'album'];

const MONTHS = [
  ...['styczeń', 'luty', 'marzec', 'kwiecień', 'maj', 'czerwiec'],
  ...['lipiec', 'sierpień', 'wrzesień', 'październik', 'listopad', 'grudzień'],
];

/** Materials of the county (strategy: T3, G1.1, G1.3, G2.3, G2.4, G3.1). */
export function tellPublications(chapter: Chapter): void {
  tellPeriodical(chapter);
  tellReleases(chapter);
  tellBooks(chapter);
}

/** The monthly "Powiat Toruński" is real, its ISSN too; what its issues tell of is invented. */
function tellPeriodical(chapter: Chapter): void {
  const { dice } = chapter;
  monthsBetween('2022-01', '2024-12').forEach((month, index) => {
    const [year = '', ordinal = ''] = month.split('-');
    const place = PLACES[index % PLACES.length];
    const on = workingDay(plusDays(lastOf(month), -dice.between(3, 6)));
    const issue: JsonObject = {
      title: `„Powiat Toruński”, ${MONTHS[Number(ordinal) - 1] ?? ''} ${year}`,
      occurredOn: on,
      gminas: place === undefined ? [] : [place.terc],
      strategyItems: ['G1.3', 'G2.4'],
      form: 'periodical',
      localities: place === undefined ? [] : [place.seat.name, ...place.villages.map(({ name }) => name)],
      issn: '1734-2066',
    };
    const published = { circulation: dice.one([4000, 4500, 5000]), url: `https://powiat.example/gazeta/${month}` };
    if (dice.chance(25)) {
      chapter.begin(on, CLERK_3, 'publication', { ...issue, url: published.url });
      return;
    }
    const thread = chapter.begin(plusDays(on, -12), CLERK_3, 'publication', { ...issue, step: 'draft' });
    if (dice.chance(75)) thread.step(plusDays(on, -5), MANAGER_1, 'approve');
    thread.step(on, CLERK_3, 'publish', published);
  });
}

const RELEASES: readonly {
  readonly title: string;
  readonly items: readonly string[];
  readonly form: string;
  readonly units?: readonly string[];
}[] = [
  { title: 'Komunikat o objeździe na drodze powiatowej', items: ['G1.1'], form: 'press-release', units: ['pzd'] },
  { title: 'Gmina i powiat razem wyremontują drogę', items: ['G2.3'], form: 'press-release' },
  { title: 'Podpisanie umowy: konferencja z władzami gminy', items: ['G2.3', 'G3.1'], form: 'conference' },
  { title: 'Zdjęcia z budowy ścieżki rowerowej', items: ['G3.1', 'G2.3'], form: 'social-post' },
  { title: 'Nabór do szkół powiatu', items: ['G1.1'], form: 'social-post', units: ['zsp-chelmza'] },
  { title: 'Oferty pracy tygodnia', items: ['G1.1'], form: 'web', units: ['pup'] },
  { title: 'Sylwetka mieszkańca miesiąca', items: ['G2.4'], form: 'social-post' },
  { title: 'Zaproszenie na gminne święto', items: ['T3', 'G2.3'], form: 'social-post' },
  { title: 'Rodziny zastępcze: spotkanie informacyjne', items: ['G1.1'], form: 'press-release', units: ['pcpr'] },
];

function tellReleases(chapter: Chapter): void {
  const { dice } = chapter;
  for (const month of monthsBetween('2022-01', '2024-12')) {
    for (const { title, items, form, units } of dice.some(3, RELEASES)) {
      const place = dice.one(PLACES);
      const on = workingDay(`${month}-${String(dice.between(8, 27)).padStart(2, '0')}`);
      const body: JsonObject = {
        title: `${title} (${place.title})`,
        occurredOn: on,
        gminas: [place.terc],
        strategyItems: items,
        ...(units === undefined ? {} : { units }),
        form,
      };
      if (form !== 'press-release' || dice.chance(50))
        chapter.begin(plusDays(on, dice.between(0, 2)), CLERK_3, 'publication', body);
      else
        chapter
          .begin(plusDays(on, -2), CLERK_3, 'publication', { ...body, step: 'draft' })
          .step(on, CLERK_3, 'publish');
    }
  }
}

/** Booklets, maps, albums, films: drafted, approved by the manager, published; a few given up, a few not yet out. */
function tellBooks(chapter: Chapter): void {
  const book = (title: string, form: string, place: Place, from: Day, out: Day): Thread =>
    chapter.begin(from, CLERK_1, 'publication', {
      title,
      occurredOn: out,
      gminas: [place.terc],
      strategyItems: ['G1.3', 'T3'],
      form,
      localities: [place.seat.name],
      step: 'draft',
    });
  PLACES.forEach((place, index) => {
    const from = plusDays('2022-02-10', index * 95);
    const [approved, out] = [plusDays(from, 40), plusDays(from, 62)];
    const folder = book(`Folder ${place.of}`, 'booklet', place, from, out).step(approved, MANAGER_1, 'approve');
    folder.step(out, CLERK_1, 'publish', { circulation: 1500 });
    const drafted = plusDays('2022-05-16', index * 80);
    const issued = plusDays(drafted, 55);
    const form = FORMS[index % FORMS.length] ?? 'map';
    const guide = book(`Szlaki i zabytki ${place.of}`, form, place, drafted, issued);
    guide.step(issued, CLERK_1, 'publish', { circulation: 800 });
  });
  const [first, second, third, fourth] = PLACES;
  if (first === undefined || second === undefined || third === undefined || fourth === undefined) return;
  book('Album dawnych pocztówek', 'album', first, '2022-10-03', '2022-12-12').step('2023-01-20', CLERK_1, 'abandon', {
    reason: 'Brak zgód na publikację zdjęć',
  });
  book('Przewodnik po dworach', 'booklet', second, '2023-04-17', '2023-10-02')
    .step('2023-06-02', MANAGER_1, 'approve')
    .step('2023-09-15', CLERK_1, 'abandon', { reason: 'Wydawca zrezygnował' });
  book('Film o szlaku wiatraków', 'film', third, '2024-10-14', '2025-01-20').step('2024-12-11', MANAGER_1, 'approve');
  book('Gra planszowa o gminach', 'other', fourth, '2024-12-02', '2025-03-10');
  chapter.begin('2023-01-25', CLERK_1, 'publication', {
    title: 'Kalendarz ścienny z widokami gmin',
    // The printer's bill says no more than the year.
    occurredOn: '2022-01-01',
    occurredPrecision: 'year',
    gminas: PLACES.map(({ terc }) => terc),
    strategyItems: ['G1.3'],
    form: 'other',
  });
  chapter.begin('2024-02-05', CLERK_1, 'publication', {
    title: 'Cykl filmów o sołectwach',
    occurredOn: '2023-11-01',
    occurredPrecision: 'month',
    gminas: [second.terc, third.terc],
    strategyItems: ['G1.3', 'G2.4'],
    form: 'film',
  });
}
