import { type OrganisationRef, TERC } from '../../domain/activities/details.js';
import type { Entry } from '../../domain/registers/register.js';
import { gminasNamed } from '../gmina-names.js';
import type { RegisterBook } from '../registers.js';

/** The gmina that is meant, or why nobody can tell. */
export type GminaMeant = { readonly terc: string } | { readonly fault: string };

/**
 * A gmina that shares a cost has its share in the figures, so it is kept as the gmina however it was named: by its
 * office in the register of organisations, or by its own name.
 *
 * @returns null where it is another organisation
 */
export function gminaMeant({ id, name, kind, gmina }: OrganisationRef, book: RegisterBook): GminaMeant | null {
  if (id !== undefined) {
    const entry = book.get('organisation', id);
    return entry === null ? null : officeOf(book.standing(entry), book);
  }
  if (name === undefined || (kind !== undefined && kind !== 'gmina')) return null;
  // Perhaps of another county: the code says which it is.
  if (TERC.test(name)) return { terc: name };
  if (kind === 'gmina' && gmina !== undefined) return { terc: gmina };
  const entries = book.named('organisation', name);
  const offices = entries.filter((each) => each.kind === 'gmina');
  const fits = new Set([...offices.flatMap((each) => each.gmina ?? []), ...tercsOf(name, book)].map(keyIn(book)));
  if (gmina !== undefined) for (const terc of fits) if (terc !== keyIn(book)(gmina)) fits.delete(terc);
  if (fits.size > 0 && kind === undefined && entries.length > offices.length) {
    return { fault: `${name} is the name of a gmina and of another organisation: give the TERC as gmina, or the kind` };
  }
  if (fits.size > 0) return theOne(name, [...fits], book);
  return kind === 'gmina' || (offices.length > 0 && offices.length === entries.length) ? unknown(name) : null;
}

function officeOf(entry: Entry, book: RegisterBook): GminaMeant | null {
  if (entry.kind !== 'gmina') return null;
  if (entry.gmina !== null) return { terc: entry.gmina };
  const named = tercsOf(entry.name, book);
  return named.length > 0 ? theOne(entry.name, named, book) : unknown(entry.name);
}

const tercsOf = (name: string, book: RegisterBook): string[] => gminasNamed(book, name).map(({ terc }) => terc);

/** A code's gmina goes by the code under which it was first registered. */
const keyIn =
  (book: RegisterBook) =>
  (terc: string): string =>
    book.gminaByTerc(terc)?.id ?? terc;

function theOne(name: string, tercs: readonly string[], book: RegisterBook): GminaMeant {
  const [only] = tercs;
  if (tercs.length === 1 && only !== undefined) return { terc: only };
  const labels = tercs.map((terc) => `"${book.gminaByTerc(terc)?.name ?? terc}"`);
  return { fault: `${name} is the name of ${String(tercs.length)} gminas: write ${labels.join(' or ')}, or the TERC` };
}

const unknown = (name: string): GminaMeant => ({
  fault: `${name} is no gmina of this county: name one of another county by its TERC, as gmina`,
});
