import 'reflect-metadata';
import { readdir } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { LANGUAGES } from '../../../src/delivery/web/language.js';
import { REGISTER_PARAMS } from '../../../src/application/queries/register-link.js';
import { holderFaults } from '../../../src/application/access/holder.js';
import { KINDS } from '../../../src/domain/catalogue.js';
import { ANNULLED, PHASES, STATUSES } from '../../../src/domain/activities/phase.js';
import { check, fieldNames, type Payload } from '../../../src/domain/kernel/check.js';
import { formsOf } from '../../../src/domain/kernel/field-forms.js';
import { ORGANISATION_KINDS } from '../../../src/domain/registers/organisation.js';
import { FUNCTIONS, REGISTERS } from '../../../src/domain/registers/registers.js';
import { ROLES } from '../../../src/domain/kernel/event.js';
import { faultsToldIn, questionsFaultedIn, refusalsToldIn, RULES_OF_ACTIVITIES } from '../../support/told-in-source.js';

const { pl, en } = LANGUAGES;
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

/** Sources that find faults in what the address of a page asks, in an account and in a password. */
const FAULTING =
  /^(application\/(access|audit|difference|evidence|persons|queries)\/.*|application\/as-of|delivery\/web\/(?!erasures)(?:lists\/)?[^/]*|delivery\/http\/evidence-asked)\.ts$/;

/** Every text of a catalogue by its path; those that are made from something as they are. */
function texts(value: unknown, path = ''): (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([name, each]) => texts(each, `${path}/${name}`));
}

describe('the texts of the pages', () => {
  it('are the same ones in both languages, none of them empty', () => {
    const paths = (of: unknown): string[] => texts(of).map(([path, text]) => `${path} ${typeof text}`);
    expect(paths(en.texts)).toEqual(paths(pl.texts));
    expect(texts(pl.texts).length).toBeGreaterThan(250);
    for (const [path, text] of [...texts(pl.texts), ...texts(en.texts)]) expect([path, text]).not.toEqual([path, '']);
  });

  it('count as Polish does', () => {
    const { entries, activities, gminas } = pl.texts;
    const told = [0, 1, 2, 4, 5, 12, 21, 22, 25, 102, 112, 1234].map((count) => plain(entries(count)));
    expect(told).toEqual([
      '0 wpisów',
      '1 wpis',
      '2 wpisy',
      '4 wpisy',
      '5 wpisów',
      '12 wpisów',
      '21 wpisów',
      '22 wpisy',
      '25 wpisów',
      '102 wpisy',
      '112 wpisów',
      '1 234 wpisy',
    ]);
    expect(plain(activities(1))).toBe('1 działanie');
    expect(plain(gminas(9))).toBe('9 gmin');
    expect([plain(en.texts.entries(1)), plain(en.texts.entries(1234))]).toEqual(['1 entry', '1,234 entries']);
  });

  it('say of one of several what one is called, and count what the ledger has', () => {
    const rows = (payload: Payload<object>): string[] =>
      [...formsOf(payload)].flatMap(([name, form]) => [
        ...(form.part !== undefined && form.many ? [name] : []),
        ...(form.part === undefined ? [] : rows(form.part())),
      ]);
    const named = new Set(
      KINDS.flatMap((kind) => [kind.details, ...Object.values(kind.steps).map(({ fields }) => fields)].flatMap(rows)),
    );
    expect(named.size).toBeGreaterThan(5);
    for (const name of named)
      for (const { words } of [pl, en]) {
        const kind = KINDS.find(({ details, steps }) =>
          [details, ...Object.values(steps).map(({ fields }) => fields)].some((each) => formsOf(each).has(name)),
        );
        expect([name, words.one(kind?.name ?? '', name)]).not.toEqual([name, words.field(kind?.name ?? '', name)]);
      }
    expect(pl.words.one('contact', 'counterparts')).toBe('rozmówca');
    const told = [1, 2, 5, 22].map((last) => plain(pl.words.fault(`asOf: position 99 lies ahead of ${String(last)}`)));
    expect(told).toEqual([
      'dziennik ma dopiero 1 pozycję',
      'dziennik ma dopiero 2 pozycje',
      'dziennik ma dopiero 5 pozycji',
      'dziennik ma dopiero 22 pozycje',
    ]);
    expect(pl.words.refusal('contact', 'Dwójka is the name of 2 organisations: give its kind')).toContain(
      'organizacji o nazwie „Dwójka” jest w rejestrze 2',
    );
  });

  it('have a word for every code of the domain', () => {
    const { words } = pl;
    const said = [
      ...KINDS.flatMap(({ name, steps }) => [
        [name, words.kind(name)],
        [name, words.kinds(name)],
        ...Object.keys(steps).map((step) => [step, words.step(name, step)]),
      ]),
      ...[...STATUSES, ANNULLED].map((code) => [code, words.status(code)]),
      ...Object.keys(PHASES).map((code) => [code, words.phase(code)]),
      ...ORGANISATION_KINDS.filter((code) => code !== 'gmina' && code !== 'media').map((code) => [
        code,
        words.organisationKind(code),
      ]),
      ...FUNCTIONS.slice(2)
        .filter((code) => !['skarbnik', 'sekretarz'].includes(code))
        .map((code) => [code, words.function(code)]),
      ...ROLES.filter((role) => role !== 'administrator').map((role) => [role, words.role(role)]),
    ];
    // A code that nobody has named stands as it is.
    for (const [code, word] of said) expect([code, word]).not.toEqual([code, code]);
    const types = REGISTERS.flatMap(({ made, changes }) => [made, ...Object.keys(changes)]);
    for (const { texts: of } of [pl, en]) {
      expect(Object.keys(of.params).sort()).toEqual([...REGISTER_PARAMS].sort());
      expect(Object.keys(of.audit.types).sort()).toEqual([...new Set([...types, 'DayClosed', 'ReportFrozen'])].sort());
      expect(Object.keys(of.audit.subjects).sort()).toEqual(
        [...REGISTERS.map(({ name }) => name), 'day', 'freezing', 'start'].sort(),
      );
    }
  });

  it('say in Polish whatever a form of an entry may be refused for', async () => {
    const refusal = (kind: string, detail: string): string => pl.words.refusal(kind, detail);
    const faults = await faultsToldIn([
      ...RULES_OF_ACTIVITIES,
      'domain/activities/correction',
      'domain/activities/decide',
    ]);
    const whole = await refusalsToldIn([
      'domain/activities/decide',
      'domain/activities/correction',
      'application/commands/act',
      'application/commands/request',
    ]);
    expect([faults.length > 30, whole.length > 10]).toEqual([true, true]);
    expect([...faults, ...whole].filter((detail) => refusal('campaign', detail) === detail)).toEqual([]);
    // Nothing that only a program or a file has is told to who fills in a form.
    const told = [...faults, ...whole].map((detail) => refusal('campaign', detail));
    expect(told.filter((detail) => /plik|kolumn|--|TERC gminy albo|identyfikator/.test(detail))).toEqual([]);
  });

  it('say in Polish whatever may be wrong with an address, an account or a password', async () => {
    const files = (await readdir('src', { recursive: true })).filter((path) => FAULTING.test(path));
    const told = await questionsFaultedIn(files.map((path) => path.replace(/\.ts$/, '')));
    expect(told.length).toBeGreaterThan(50);
    const english = /(?<!\p{L})(?:an|and|at|be|before|has|is|it|must|not|of|or|the|with)(?!\p{L})/u;
    const left = told.map((detail) => [detail, pl.words.fault(detail)] as const);
    expect(left.filter(([detail, said]) => said === detail || english.test(said))).toEqual([]);
    // Nobody who makes an account is told the codes of the roles.
    const [noRole] = holderFaults({ name: 'jan', roles: [] }, 'account');
    expect(pl.words.fault(noRole?.detail ?? '')).toBe('Wybierz co najmniej jedną rolę.');
  });

  it.each(KINDS.map((kind) => [kind.name, kind] as const))(
    'say in Polish whatever is wrong with a field of a %s',
    (name, kind) => {
      const junk = [undefined, -1, 'zzz', '', '\u0001', 'x'.repeat(6000), ['zzz', 'zzz'], {}, [{}], true];
      const payloads: readonly Payload<object>[] = [
        kind.details,
        ...Object.values(kind.steps).map(({ fields }) => fields),
      ];
      for (const payload of payloads)
        for (const value of junk) {
          const body = Object.fromEntries([...fieldNames(payload)].map((field) => [field, value]));
          for (const { detail } of check(payload, body).faults)
            expect([detail, pl.words.refusal(name, detail)]).not.toEqual([detail, detail]);
        }
    },
  );

  it('write amounts, lengths and days as each language does', () => {
    expect(plain(pl.formats.zloty(123_456_789))).toBe('1 234 567,89 zł');
    expect(plain(en.formats.zloty(123_456_789))).toBe('1,234,567.89 zł');
    expect(plain(pl.formats.length(2080))).toBe('2,08 km');
    expect(plain(en.formats.length(640))).toBe('640 m');
    expect([pl.formats.day('2024-03-31'), en.formats.day('2024-03-31')]).toEqual(['31.03.2024', '31 Mar 2024']);
    expect([pl.formats.longDay('2024-03-31'), en.formats.longDay('2024-03-31')]).toEqual([
      'niedziela, 31 marca 2024',
      'Sunday, 31 March 2024',
    ]);
  });
});
