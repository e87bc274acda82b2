import { brigade, circle, type Named, office, parish, school, village } from './organisations.js';
import type { Locality, Place } from './places.js';

/** An event of the kind that comes every year. */
export interface Occasion {
  /** Month and day from which the weekday is sought; weekday 0: that very day. */
  readonly from: string;
  readonly weekday: number;
  readonly title: string;
  readonly type: string;
  readonly by: (place: Place, at: Locality) => Named;
  readonly items: readonly string[];
  readonly startsAt: string;
}

const SATURDAY = 6;
const SUNDAY = 7;
/** An event of the gmina's own counts for T2; one of a circle, a brigade or a village for G1.4. */
const OF_GMINA = ['T2'];
const OF_VILLAGE = ['G1.4'];
export const byGmina = (place: Place): Named => office(place);

/** The year of the gminas' events. */
export const OCCASIONS: readonly Occasion[] = [
  {
    from: '01-08',
    weekday: SUNDAY,
    title: 'Koncert kolęd',
    type: 'culture',
    by: parish,
    items: ['G2.2'],
    startsAt: '16:00',
  },
  {
    from: '01-14',
    weekday: 5,
    title: 'Spotkanie noworoczne',
    type: 'other',
    by: byGmina,
    items: OF_GMINA,
    startsAt: '17:00',
  },
  {
    from: '02-05',
    weekday: SATURDAY,
    title: 'Halowy turniej piłki nożnej',
    type: 'sport',
    by: byGmina,
    items: OF_GMINA,
    startsAt: '10:00',
  },
  {
    from: '02-20',
    weekday: 4,
    title: 'Uroczysta sesja rady',
    type: 'session',
    by: byGmina,
    items: OF_GMINA,
    startsAt: '13:00',
  },
  {
    from: '03-08',
    weekday: SATURDAY,
    title: 'Dzień Kobiet',
    type: 'culture',
    by: circle,
    items: [...OF_VILLAGE, 'G2.2'],
    startsAt: '17:00',
  },
  {
    from: '03-15',
    weekday: SATURDAY,
    title: 'Walne zebranie sprawozdawcze OSP',
    type: 'other',
    by: brigade,
    items: OF_VILLAGE,
    startsAt: '16:00',
  },
  {
    from: '04-05',
    weekday: SUNDAY,
    title: 'Jarmark wielkanocny',
    type: 'culture',
    by: circle,
    items: [...OF_VILLAGE, 'G2.2'],
    startsAt: '11:00',
  },
  {
    from: '04-20',
    weekday: 4,
    title: 'Zebranie mieszkańców z władzami powiatu',
    type: 'other',
    by: village,
    items: OF_VILLAGE,
    startsAt: '18:00',
  },
  {
    from: '05-03',
    weekday: 0,
    title: 'Obchody Święta Konstytucji 3 Maja',
    type: 'patriotic',
    by: byGmina,
    items: OF_GMINA,
    startsAt: '12:00',
  },
  {
    from: '05-06',
    weekday: SATURDAY,
    title: 'Dzień Strażaka',
    type: 'anniversary',
    by: brigade,
    items: OF_VILLAGE,
    startsAt: '14:00',
  },
  {
    from: '06-01',
    weekday: SUNDAY,
    title: 'Festyn rodzinny z okazji Dnia Dziecka',
    type: 'culture',
    by: byGmina,
    items: [...OF_GMINA, 'G2.2'],
    startsAt: '14:00',
  },
  {
    from: '06-21',
    weekday: 5,
    title: 'Zakończenie roku szkolnego',
    type: 'school',
    by: school,
    items: [],
    startsAt: '09:00',
  },
  {
    from: '07-05',
    weekday: SUNDAY,
    title: 'Zawody sportowo-pożarnicze',
    type: 'sport',
    by: brigade,
    items: OF_VILLAGE,
    startsAt: '11:00',
  },
  {
    from: '07-18',
    weekday: SATURDAY,
    title: 'Biesiada sąsiedzka',
    type: 'culture',
    by: village,
    items: [...OF_VILLAGE, 'G2.2'],
    startsAt: '16:00',
  },
  {
    from: '08-24',
    weekday: SATURDAY,
    title: 'Dożynki gminne',
    type: 'harvest-festival',
    by: byGmina,
    items: [...OF_GMINA, 'G2.2'],
    startsAt: '13:00',
  },
  {
    from: '09-01',
    weekday: 1,
    title: 'Inauguracja roku szkolnego',
    type: 'school',
    by: school,
    items: [],
    startsAt: '09:00',
  },
  {
    from: '09-14',
    weekday: SATURDAY,
    title: 'Święto Pieczonego Ziemniaka',
    type: 'culture',
    by: circle,
    items: [...OF_VILLAGE, 'G2.2'],
    startsAt: '15:00',
  },
  {
    from: '10-12',
    weekday: 5,
    title: 'Dzień Edukacji Narodowej',
    type: 'school',
    by: byGmina,
    items: OF_GMINA,
    startsAt: '11:00',
  },
  {
    from: '10-20',
    weekday: 3,
    title: 'Jubileusze pożycia małżeńskiego',
    type: 'anniversary',
    by: byGmina,
    items: OF_GMINA,
    startsAt: '12:00',
  },
  {
    from: '11-11',
    weekday: 0,
    title: 'Narodowe Święto Niepodległości',
    type: 'patriotic',
    by: byGmina,
    items: OF_GMINA,
    startsAt: '11:00',
  },
  {
    from: '11-20',
    weekday: 4,
    title: 'Otwarcie wyremontowanej świetlicy',
    type: 'opening',
    by: village,
    items: OF_VILLAGE,
    startsAt: '12:00',
  },
  {
    from: '12-08',
    weekday: SUNDAY,
    title: 'Jarmark bożonarodzeniowy',
    type: 'culture',
    by: byGmina,
    items: [...OF_GMINA, 'G2.2'],
    startsAt: '12:00',
  },
  {
    from: '12-14',
    weekday: 4,
    title: 'Wigilia dla seniorów',
    type: 'other',
    by: circle,
    items: OF_VILLAGE,
    startsAt: '16:00',
  },
];
