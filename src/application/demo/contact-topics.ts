/** What one talks about with a gmina's office. */
export interface Topic {
  /** Ordinals of the months in which it comes up; none: all year round. */
  readonly months?: readonly number[];
  readonly title: string;
  readonly channel: 'phone' | 'email' | 'meeting' | 'letter' | 'video' | 'other';
  readonly direction: 'incoming' | 'outgoing';
  readonly with: string;
  /** What came of it, where something had to follow. */
  readonly outcome?: string;
  readonly roads?: true;
  /** Not with a town: it has no harvest festival. */
  readonly rural?: true;
}

export const PROMOTION = 'inspektor ds. promocji';
export const SECRETARY = 'sekretarz';
const INVESTMENTS = 'kierownik referatu inwestycji';
const OFFICE = 'pracownik sekretariatu';

/** The year's subjects of contact. */
export const TOPICS: readonly Topic[] = [
  {
    months: [1],
    title: 'Kalendarz imprez na cały rok',
    channel: 'email',
    direction: 'outgoing',
    with: PROMOTION,
    outcome: 'Gmina przysłała kalendarz imprez',
  },
  {
    months: [1, 2],
    title: 'Informacja o otwartym konkursie ofert',
    channel: 'email',
    direction: 'outgoing',
    with: PROMOTION,
  },
  {
    months: [1, 2, 12],
    title: 'Zimowe utrzymanie dróg powiatowych',
    channel: 'phone',
    direction: 'incoming',
    with: SECRETARY,
    roads: true,
    outcome: 'Wykonawca odśnieżył wskazany odcinek',
  },
  {
    months: [2, 3],
    title: 'Dane do folderu o gminie',
    channel: 'email',
    direction: 'outgoing',
    with: PROMOTION,
    outcome: 'Gmina przekazała teksty i zdjęcia',
  },
  {
    months: [3, 4],
    title: 'Ubytki nawierzchni po zimie',
    channel: 'letter',
    direction: 'incoming',
    with: INVESTMENTS,
    roads: true,
    outcome: 'Droga ujęta w wykazie remontów cząstkowych',
  },
  {
    months: [3, 4],
    title: 'Zebrania mieszkańców z udziałem władz powiatu',
    channel: 'phone',
    direction: 'incoming',
    with: SECRETARY,
  },
  {
    months: [4, 5],
    title: 'Program majówki i patronat starosty',
    channel: 'email',
    direction: 'incoming',
    with: PROMOTION,
    outcome: 'Starosta objął wydarzenie patronatem',
  },
  { months: [5, 6], title: 'Stoisko powiatu na festynie', channel: 'phone', direction: 'incoming', with: PROMOTION },
  {
    months: [6, 7],
    title: 'Ustalenie terminu dożynek gminnych',
    rural: true,
    channel: 'phone',
    direction: 'outgoing',
    with: SECRETARY,
    outcome: 'Termin uzgodniony i wpisany do kalendarza',
  },
  {
    months: [7, 8],
    title: 'Delegacja z wieńcem na dożynki powiatowe',
    rural: true,
    channel: 'email',
    direction: 'outgoing',
    with: PROMOTION,
    outcome: 'Gmina zgłosiła delegację',
  },
  {
    months: [8, 9],
    title: 'Dowozy uczniów do szkół ponadpodstawowych',
    channel: 'meeting',
    direction: 'outgoing',
    with: SECRETARY,
  },
  {
    months: [9, 10],
    title: 'Wykaz dróg do remontu w przyszłym roku',
    channel: 'letter',
    direction: 'outgoing',
    with: INVESTMENTS,
    roads: true,
    outcome: 'Gmina wskazała trzy odcinki',
  },
  {
    months: [10, 11],
    title: 'Program obchodów Święta Niepodległości',
    channel: 'phone',
    direction: 'outgoing',
    with: PROMOTION,
  },
  {
    months: [11],
    title: 'Udział gminy w kosztach wspólnej inwestycji',
    channel: 'meeting',
    direction: 'outgoing',
    with: INVESTMENTS,
    outcome: 'Gmina zabezpieczy swój udział w budżecie',
  },
  {
    months: [12],
    title: 'Wspólna kartka świąteczna i życzenia w gazecie',
    channel: 'email',
    direction: 'outgoing',
    with: PROMOTION,
  },
  {
    title: 'Zdjęcia i tekst do gazety „Powiat Toruński”',
    channel: 'email',
    direction: 'outgoing',
    with: PROMOTION,
    outcome: 'Materiał przyszedł w terminie',
  },
  { title: 'Zaproszenie na posiedzenie komisji rady gminy', channel: 'letter', direction: 'incoming', with: OFFICE },
  {
    title: 'Przebieg ścieżki rowerowej na granicy gmin',
    channel: 'video',
    direction: 'outgoing',
    with: INVESTMENTS,
    roads: true,
    outcome: 'Uzgodniono przebieg na mapie',
  },
  {
    title: 'Informacja o naborze wniosków do programów unijnych',
    channel: 'email',
    direction: 'outgoing',
    with: INVESTMENTS,
  },
  { title: 'Godziny przyjęć filii wydziału komunikacji', channel: 'phone', direction: 'incoming', with: OFFICE },
  {
    title: 'Dyżury nieodpłatnej pomocy prawnej',
    channel: 'phone',
    direction: 'outgoing',
    with: SECRETARY,
    outcome: 'Gmina udostępniła lokal na dyżury',
  },
  {
    title: 'Ogłoszenie powiatowe na stronie i w mediach gminy',
    channel: 'email',
    direction: 'outgoing',
    with: PROMOTION,
  },
  {
    title: 'Zgłoszenie przejścia dla pieszych przy szkole',
    channel: 'letter',
    direction: 'incoming',
    with: INVESTMENTS,
    roads: true,
    outcome: 'Sprawa skierowana do zespołu ds. bezpieczeństwa ruchu',
  },
  {
    title: 'Wymiana kontaktów roboczych po zmianach w urzędzie',
    channel: 'other',
    direction: 'incoming',
    with: OFFICE,
  },
];
