import type { Report } from '../../application/reports/report.js';
import { kindNamed } from '../../domain/catalogue.js';
import type { Cell } from '../paper/paper.js';
import { figureWords } from '../polish/figures.js';
import { KINDS_MANY, wordOf } from '../polish/glossary.js';
import { cellOf, keptOf, labelOf, terc, unitOf } from './figure-words.js';
import { Names } from './names.js';

/** One figure or fact of a report, in words. */
export interface ReportRow {
  /** The part of the report, and of what in it: a gmina, an item, an investment. */
  readonly part: string;
  readonly code: string;
  readonly name: string;
  readonly figure: string;
  /** Empty where nothing is known. */
  readonly value: Cell;
  readonly unit: string;
  /** JSON Pointer of the figure in the JSON report. */
  readonly pointer: string;
  /** The register query that lists what is behind it; empty where there is none. */
  readonly link: string;
}

type Leaf = string | number | boolean | null;
type Subject = Pick<ReportRow, 'part' | 'code' | 'name'>;

/** Every figure and fact of a report but its links, one a row: what the JSON report holds, none of it left out. */
export function reportRows(report: Report): readonly ReportRow[] {
  const { links, ...told } = report;
  return [...new Walk(report, links).value(told, '', '', { part: 'Raport', code: '', name: '' })];
}

class Walk {
  private readonly names: Names;

  constructor(
    private readonly report: Report,
    private readonly links: Report['links'],
  ) {
    this.names = Names.of(report);
  }

  /** @param path of the value within its subject, by which the glossary names it */
  *value(value: unknown, pointer: string, path: string, subject: Subject): Generator<ReportRow> {
    if (Array.isArray(value)) {
      // `gminas` and `gaps` are lists of words: one cell each. Every other list is of subjects.
      const named = figureWords(path);
      const texts = value.filter((each) => typeof each === 'string');
      if (texts.length === value.length && named !== undefined)
        yield this.row(texts.map((each) => cellOf(each, named.as, this.names)).join(', '), pointer, path, subject);
      else
        for (const [index, each] of value.entries()) yield* this.subject(each, `${pointer}/${String(index)}`, subject);
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, each] of Object.entries(value)) {
        const at = `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
        if (this.begins(at)) yield* this.subject(each, at, subject);
        else yield* this.value(each, at, path === '' ? name : `${path}/${name}`, subject);
      }
    } else {
      // What is neither list nor object is a leaf: the report is JSON.
      const leaf = value as Leaf;
      yield this.row(
        leaf === null ? '' : keptOf(leaf, figureWords(path)?.as ?? 'text', this.names),
        pointer,
        path,
        subject,
      );
    }
  }

  private begins(pointer: string): boolean {
    return /^\/(totals|countyWide|outside|kinds\/[^/]+)$/.test(pointer);
  }

  private *subject(value: unknown, pointer: string, above: Subject): Generator<ReportRow> {
    yield* this.value(value, pointer, '', this.subjectOf(value, pointer, above));
  }

  private subjectOf(value: unknown, pointer: string, above: Subject): Subject {
    const [, first = '', second = '', third = '', fourth = ''] = pointer.split('/');
    const { gminas, items, investments, campaigns, countyWide, outside } = this.report;
    // A position in one of the report's own lists: what stands there is there.
    const at = <T>(list: readonly T[], index: string): T => list[Number(index)] as T;
    switch (first) {
      case 'totals':
        return { part: 'Razem', code: '', name: 'każde działanie raz' };
      case 'countyWide':
        return { part: 'Cały powiat', code: '', name: countyWide.name };
      case 'outside':
        return { part: 'Poza powiatem', code: '', name: outside.name };
      case 'gminas': {
        const { terc: code, name } = at(gminas, second);
        return { part: 'Gminy', code: terc(code), name };
      }
      case 'items': {
        const { code, text, measures } = at(items, second);
        return third === 'measures'
          ? { part: 'Mierniki celów', code, name: at(measures, fourth).name }
          : { part: 'Cele strategii', code, name: text };
      }
      case 'kinds':
        return { part: 'Rodzaje działań', code: kindNamed(second)?.letters ?? '', name: wordOf(KINDS_MANY, second) };
      case 'investments': {
        const { number, title } = at(investments.lines, third);
        if (fourth === 'partners') return { part: 'Inwestycje: partnerzy', code: number, name: title };
        if (fourth === 'sources') return { part: 'Inwestycje: źródła finansowania', code: number, name: title };
        return { part: 'Inwestycje', code: number, name: title };
      }
      case 'campaigns': {
        const { number, title } = at(campaigns.lines, third);
        return { part: 'Kampanie', code: number, name: title };
      }
      default:
        return above;
    }
  }

  private row(value: Cell, pointer: string, path: string, subject: Subject): ReportRow {
    const as = figureWords(path)?.as ?? 'text';
    return {
      ...subject,
      figure: labelOf(path),
      value,
      unit: unitOf(as),
      pointer,
      link: this.linkOf(pointer),
    };
  }

  /** The link of a figure, else of what it is part of: of a line's figures, the line's. */
  private linkOf(pointer: string): string {
    for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
      const link = this.links[at];
      if (link !== undefined) return link;
    }
    return '';
  }
}
