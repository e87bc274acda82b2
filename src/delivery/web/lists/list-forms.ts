import { queryFault, refuseQuery, Rejection } from '../../../domain/kernel/rejection.js';
import { MOST_ROWS } from '../../paper/xlsx.js';
import { DOCX, XLSX } from '../../reports/formats.js';

/** A form in which a list is to be had. */
export interface ListForm {
  readonly extension: keyof typeof LIST_TYPES | 'html';
  /** How many rows it has room for, and what it is called where a list has more. */
  readonly most: number;
  readonly what: string;
}

/** Of the files among them. */
export const LIST_TYPES = { csv: 'text/csv; charset=utf-8', xlsx: XLSX, docx: DOCX } as const;

/** Rows that a document holds: what is longer nobody prints, and no word processor opens in good time. */
const MOST_ON_PAPER = 1000;

/** In the order in which pages offer them. */
export const LIST_FORMS: readonly ListForm[] = [
  { extension: 'csv', most: Infinity, what: 'a file' },
  { extension: 'xlsx', most: MOST_ROWS, what: 'a sheet' },
  { extension: 'docx', most: MOST_ON_PAPER, what: 'a document' },
  { extension: 'html', most: MOST_ON_PAPER, what: 'a document' },
];

/** @throws Rejection `not-found` where lists have no such form */
export function listFormOf(extension: string): ListForm {
  const form = LIST_FORMS.find((each) => each.extension === extension);
  if (form === undefined) throw new Rejection('not-found', `there is no list as ${extension}`);
  return form;
}

/** @throws Rejection `bad-query` where a list of so many rows does not fit */
export function refuseMore({ most, what }: ListForm, total: number): void {
  if (total > most)
    refuseQuery([queryFault('limit', `${what} has room for ${String(most)} rows, and there are ${String(total)}`)]);
}
