import type { OrganisationMeant } from '../../application/queries/organisation-meant.js';
import type { RegisterParam, RegisterParams } from '../../application/queries/register-link.js';
import { isMonth } from '../../domain/kernel/day.js';
import { ownOf } from '../../domain/kernel/own.js';
import { OUTSIDE_STRATEGY } from '../../domain/views/rows.js';
import type { Look } from './look.js';

/** What the register is asked. */
export interface Asking {
  readonly asked: RegisterParams;
  /** The organisation that is asked for; null where none is, or none is meant by what was said. */
  readonly organisation: OrganisationMeant | null;
}

/** How a list is shown, and not what it holds. */
const SHOWING: readonly string[] = ['sort', 'limit', 'cursor', 'count'];

/** What is asked, in words; how the list is shown is no part of it. */
export const askedIn = (
  look: Look,
  { asked, organisation }: Asking,
): readonly { readonly param: RegisterParam; readonly name: string; readonly words: string }[] =>
  (Object.entries(asked) as [RegisterParam, string][])
    .filter(([param]) => !SHOWING.includes(param))
    .map(([param, value]) => ({
      param,
      name: look.t.params[param],
      words: param === 'organisation' ? (organisation?.name ?? value) : askedWords(look, param, value),
    }));

/** One thing that is asked, in words. */
export function askedWords(look: Look, name: RegisterParam, value: string): string {
  const { t, words, f } = look;
  const each = (say: (code: string) => string): string => value.split(',').map(say).join(', ');
  switch (name) {
    case 'kind':
      return each((code) => words.kinds(code));
    case 'status':
      return each((code) => words.status(code));
    case 'phase':
      return each((code) => words.phase(code));
    case 'gmina':
      return look.gmina(value);
    case 'unit':
      return look.unit(value);
    case 'item':
      return value === OUTSIDE_STRATEGY ? t.outsideStrategy : value;
    case 'representative':
      return look.official(value);
    case 'waitsFor':
      return each((code) => wordIn(t.waitsFor, code));
    case 'mark':
      return each((code) => wordIn(t.marks, code));
    case 'figure':
      return figureWords(look, value);
    case 'overdue':
    case 'selfApproved':
      return value === 'true' ? t.yes : t.no;
    default:
      return /^\d{4}-\d{2}-\d{2}$/.test(value) ? f.day(value) : isMonth(value) ? f.month(value) : value;
  }
}

const wordIn = (words: Readonly<Record<string, string>>, code: string): string => ownOf(words, code) ?? code;

function figureWords({ words }: Look, figure: string): string {
  const [group = '', name = ''] = figure.split('.');
  return words.figure(name === '' ? group : `money/${group}/${name}`);
}
