import { fold } from '../domain/kernel/words.js';
import { GminaDetails, type GminaKind } from '../domain/registers/registers.js';
import { detailsOf, type RegisterBook } from './registers.js';

/**
 * The gminas of the county that a name may mean: `Łubianka`, `gmina Łubianka`, `Chełmża (miasto)`. Two gminas may share
 * a name; what the clerk says besides tells them apart, or both are answered.
 */
export function gminasNamed(book: RegisterBook, text: string): readonly GminaDetails[] {
  const gminas = book.all('gmina').map((entry) => detailsOf(entry, GminaDetails));
  const said = fold(text).replace(/\s+/g, ' ');
  const labelled = gminas.filter(({ label }) => fold(label) === said);
  if (labelled.length === 1) return labelled;
  const [, before = '', core = said, after = ''] = GMINA_WORDS.exec(said) ?? [];
  const fits = gminas.filter(({ name }) => fold(name) === core);
  const kinds = KINDS_SAID.find(([word]) => word.test(before === '' ? after : before))?.[1];
  return fits.length > 1 && kinds !== undefined ? fits.filter(({ kind }) => kinds.includes(kind)) : fits;
}

const GMINA_WORDS =
  /^(?:(gmina miejsko-wiejska|gmina miejska|gmina wiejska|gmina miasto|miasto i gmina|miasto|gmina|gm\.?|m\.) )?(.+?)(?: ?[(-] ?(miasto|gmina|m\.|gm\.?|miejska|wiejska)\)?)?$/;
const KINDS_SAID: readonly (readonly [RegExp, readonly GminaKind[]])[] = [
  [/wiejska$/, ['rural', 'urban-rural']],
  [/^(?:m\.|.*miasto$|.*miejska$)/, ['urban']],
  [/^gm/, ['rural', 'urban-rural']],
];
