import 'reflect-metadata';
import type { CommandBus, QueryBus } from '@nestjs/cqrs';
import { describe, expect, it } from '@jest/globals';
import type { Ids } from '../../../src/application/ports/ids.js';
import { ActivitiesQuery } from '../../../src/application/queries/activities.js';
import type { Receipts } from '../../../src/application/receipts.js';
import type { RegisterDesk } from '../../../src/application/registers.js';
import { EntryForms } from '../../../src/delivery/web/entry-forms.js';
import { LANGUAGES } from '../../../src/delivery/web/language.js';
import { Look, NOTHING_KNOWN } from '../../../src/delivery/web/look.js';
import { KINDS, kindNamed } from '../../../src/domain/catalogue.js';

const LOOK = new Look({
  language: LANGUAGES.pl,
  asOf: undefined,
  directory: NOTHING_KNOWN,
  position: 0,
  caller: null,
  proof: null,
  path: '/wpis',
  asked: {},
});
const CONTACT = kindNamed('contact')!;
const number = (nth: number): string => `KT/2023/${String(nth).padStart(4, '0')}`;
const numbers = (count: number): string => Array.from({ length: count }, (_, nth) => number(nth + 1)).join('\r\n');

/** Forms over a register that has every number, and the numbers that it was asked for. */
function forms(): { readonly forms: EntryForms; readonly asked: string[] } {
  const asked: string[] = [];
  const execute = (query: unknown): Promise<unknown> => {
    if (!(query instanceof ActivitiesQuery)) return Promise.resolve({ value: new Map() });
    const { number: of } = query.params as { readonly number: string };
    asked.push(of);
    return Promise.resolve({ value: { items: [{ id: `id of ${of}` }] } });
  };
  const [queries, desk] = [{ execute }, { current: () => Promise.resolve({}) }];
  const none = {};
  return {
    asked,
    forms: new EntryForms(
      queries as unknown as QueryBus,
      none as CommandBus,
      none as Receipts,
      desk as unknown as RegisterDesk,
      none as Ids,
    ),
  };
}

describe('what a form of an entry has looked up', () => {
  it('are the numbers in inputs of activities, and of nothing else that was typed', async () => {
    const { forms: of, asked } = forms();
    const typed = new Map([
      ['/title', [number(1)]],
      ['/description', [numbers(3000)]],
      ['/counterparts/0/function', [number(2)]],
      ['/links', [`kt 2023-7\r\n${number(8)}\r\n${number(7)}`]],
    ]);
    const reader = await of.reader(LOOK, CONTACT, typed);
    expect(asked).toEqual([number(7), number(8)]);
    expect(reader.value(CONTACT.details, 'links', typed, '/')).toEqual([
      `id of ${number(7)}`,
      `id of ${number(8)}`,
      `id of ${number(7)}`,
    ]);
  });

  it('are those of corrections, steps and annulments as well', async () => {
    const { forms: of, asked } = forms();
    const names = ['/changes/links', '/changes/steps.record.0.links', '/replacedBy'];
    await of.reader(LOOK, CONTACT, new Map(names.map((name, nth) => [name, [number(nth)]])));
    expect(asked).toEqual([number(0), number(1), number(2)]);
  });

  it('are no more than 200, of whatever kind', async () => {
    for (const kind of KINDS) {
      const { forms: of, asked } = forms();
      await of.reader(LOOK, kind, new Map([['/links', [numbers(3000)]]]));
      expect(asked).toHaveLength(200);
    }
  });

  it('is nothing by number for what is recorded already: that has ids', async () => {
    const { forms: of, asked } = forms();
    await of.reader(LOOK, CONTACT, { title: number(1), links: [number(2)] });
    expect(asked).toEqual([]);
  });
});
