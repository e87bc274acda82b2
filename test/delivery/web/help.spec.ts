import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { itemRule } from '../../../src/delivery/web/forms/item-rule.js';
import { LANGUAGES } from '../../../src/delivery/web/language.js';
import type { Look } from '../../../src/delivery/web/look.js';
import { COUNTY_STRATEGY_2022_2024 } from '../../../src/domain/strategy/county-strategy-2022-2024.js';
import type { StrategyItem } from '../../../src/domain/strategy/strategy.js';
import type { Served } from '../../support/served.js';
import { servedDemonstration, wordsIn } from '../../support/web.js';

const { texts: t, words } = LANGUAGES.pl;
const LOOK = { t, words } as unknown as Look;

describe('help where a rule bites', () => {
  let served: Served;

  beforeAll(async () => {
    served = await servedDemonstration();
  });
  afterAll(() => served.discard());

  const form = async (address: string): Promise<string> => {
    const answer = await served.read(address, { accept: 'text/html' });
    expect([address, answer.statusCode]).toEqual([address, 200]);
    return answer.body;
  };
  /** What stands beside a field, and is tied to it. */
  const hintOf = (html: string, at: string): string => {
    expect(html).toMatch(new RegExp(`id="f-${at}"[^>]*aria-describedby="h-${at}"`));
    return wordsIn(new RegExp(`<p class="hint" id="h-${at}">.*?</p>`).exec(html)?.[0] ?? '').trim();
  };

  it('tells of every kind when it is late, which gminas it needs, and what no text may hold', async () => {
    for (const kind of ['kontakt', 'dzialanie-wspierajace', 'kampania']) {
      const html = await form(`/wpis/${kind}`);
      expect(hintOf(html, '/occurredOn')).toMatch(/nie może mieć daty przyszłej.*później niż 30 dni po fakcie/);
      expect(hintOf(html, '/gminas')).toContain('Wymagane przy zasięgu „gminy”');
      expect(hintOf(html, '/description')).toMatch(/PESEL.*e-mail/);
    }
  });

  it('tells what a campaign must say before it is launched, and nothing of the kind elsewhere', async () => {
    const campaign = await form('/wpis/kampania');
    for (const name of ['aim', 'measure', 'target'])
      expect(hintOf(campaign, `/${name}`)).toBe('Wymagane, zanim kampania zostanie uruchomiona.');
    expect(await form('/wpis/kontakt')).not.toContain('zostanie uruchomiona');
  });

  it('tells beside an item of the strategy what the item asks for', async () => {
    expect(wordsIn(await form('/wpis/wspolna-inicjatywa'))).toContain(
      'W1.2 wydarzenia integrujące mieszkańców kilku gmin (wymagane: co najmniej 2 gminy)',
    );
    const rule = (code: string, kind: string): string => {
      const item = COUNTY_STRATEGY_2022_2024.items.find((each) => each.code === code);
      return itemRule(LOOK, kind, item ?? ({} as StrategyItem)).replaceAll('\u00a0', ' ');
    };
    expect(rule('T1', 'contact')).toBe('');
    expect(rule('T2', 'attendance')).toBe(
      'wymagane: organizator albo beneficjent: gmina; powiat reprezentuje jego władza, np. starosta, członek zarządu, radny',
    );
    expect(rule('G1.1', 'campaign')).toBe('wymagane: co najmniej 1 jednostka powiatu');
    expect(rule('G1.3', 'publication')).toBe('wymagane: co najmniej 1 gmina');
    const joint = COUNTY_STRATEGY_2022_2024.items.find(({ realisedBy }) =>
      realisedBy?.some(({ field }) => field === 'jointMessage'),
    );
    expect(itemRule(LOOK, 'media-coverage', joint ?? ({} as StrategyItem))).toBe('wymagane: wspólny przekaz: tak');
    // Every rule that an item has is told.
    for (const item of COUNTY_STRATEGY_2022_2024.items)
      for (const { kind, field } of item.realisedBy ?? [])
        expect([item.code, kind, itemRule(LOOK, kind, item) !== '']).toEqual([
          item.code,
          kind,
          item.needs !== undefined || field !== undefined,
        ]);
  });

  it('tells on every page where the guide is', async () => {
    for (const address of ['/pulpit', '/dostepnosc'])
      expect(wordsIn(await form(address))).toContain('docs/podrecznik.md');
  });
});
