import type { Checked, RowAmiss } from '../../application/import/told.js';
import { valueWords } from '../../application/import/glossary.js';

/** One thing amiss, on a line of its own: where a clerk finds it, what stands there, and what to do about it. */
export function amissText({ file, row, line, column, value, reason }: RowAmiss): string {
  const where = line === row ? `wiersz ${String(row)}` : `wiersz ${String(row)} (linia ${String(line)} pliku)`;
  const what = value === '' ? '' : `: „${value.replace(/\s+/g, ' ')}”`;
  return `${file}, ${where}${column === '' ? '' : `, kolumna „${column}”`}${what} – ${reason}`;
}

const count = (number: number): string => String(number).replace(/\B(?=(?:\d{3})+$)/g, ' ');

/** One, few (2-4) and many (0, 5 and more) of a thing. */
function counted(number: number, [one, few, many]: readonly [string, string, string]): string {
  const [tens, units] = [number % 100, number % 10];
  const form = number === 1 ? one : units >= 2 && units <= 4 && (tens < 12 || tens > 14) ? few : many;
  return `${count(number)} ${form}`;
}

const ROWS = ['wiersz', 'wiersze', 'wierszy'] as const;
const FILES = ['plik', 'pliki', 'plików'] as const;
const ACTIVITIES = ['działanie', 'działania', 'działań'] as const;

/** What the check came to, with the organisations that it would bring along. */
export function summaryText({ rows, good, bad, repeated, unreadable, organisations }: Checked): string {
  const parts = [
    `do zapisania: ${count(good)}`,
    `z błędami: ${count(bad)}`,
    ...(repeated > 0 ? [`już zapisane: ${count(repeated)}`] : []),
    ...(unreadable > 0 ? [`${counted(unreadable, FILES)} nie do odczytania`] : []),
  ];
  const kinds = valueWords('', 'kind') ?? {};
  const lines = organisations.map(({ name, kind, gmina, locality }) => {
    const more = [kinds[kind]?.[0] ?? kind, gmina, locality].filter((each) => each !== undefined);
    return `  ${name} (${more.join(', ')})\n`;
  });
  const brought = lines.length === 0 ? '' : `Nowe organizacje w rejestrze: ${count(lines.length)}\n${lines.join('')}`;
  return `Sprawdzono ${counted(rows, ROWS)}: ${parts.join(', ')}.\n${brought}`;
}

/**
 * What was recorded.
 *
 * @param recorded null where nothing was to be
 * @param may whether the check let anything be recorded
 */
export function outcomeText(recorded: number | null, may: boolean, { good, unreadable }: Checked): string {
  if (recorded !== null) return `Zapisano ${counted(recorded, ACTIVITIES)}.\n`;
  if (may) return 'To była próba: nic nie zapisano.\n';
  const others = good > 0 && unreadable === 0 ? ', albo zapisz same dobre wiersze z opcją --skip-bad' : '';
  return `Nic nie zapisano. Popraw błędy i wczytaj plik ponownie${others}.\n`;
}

export const kindText = (said: string, kinds: readonly string[]): string =>
  `--kind: nie ma rodzaju działań „${said}”; są: ${kinds.join(', ')}`;

const NOT_READ: Readonly<Record<string, string>> = {
  ENOENT: 'nie ma takiego pliku',
  EACCES: 'to konto nie może go czytać',
  EISDIR: 'to katalog, a nie plik',
};

export function notReadText(path: string, fault: unknown): string {
  const code = typeof fault === 'object' && fault !== null && 'code' in fault ? String(fault.code) : '';
  return `${path}: pliku nie da się odczytać: ${NOT_READ[code] ?? String(fault)}`;
}

export const nobodyText = (name: string): string =>
  `nikt o nazwie ${name} nie ma ważnego tokenu: podaj opcją --as, kto wczytuje, albo wydaj mu token: kronika token add ${name} --role recorder`;

/** What the ledger says in English to whoever runs it, with what a clerk can do about it. */
export const unavailableText = (message: string): string =>
  `Księga jest teraz niedostępna. Spróbuj ponownie za chwilę albo zawiadom administratora: ${message}`;
