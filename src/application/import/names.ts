import { OfficialRef, OrganisationRef, TERC } from '../../domain/activities/details.js';
import type { Payload } from '../../domain/kernel/check.js';
import { type FieldForm, formsOf } from '../../domain/kernel/field-forms.js';
import { UUID } from '../../domain/kernel/fields.js';
import { isObject, type Json, type JsonObject } from '../../domain/kernel/json.js';
import { fold } from '../../domain/kernel/words.js';
import type { OrganisationKind } from '../../domain/registers/organisation.js';
import type { GminaDetails } from '../../domain/registers/registers.js';
import { gminasNamed } from '../gmina-names.js';
import type { RegisterBook } from '../registers.js';

/** What is wrong, in Polish, and where in a draft. */
export interface Said {
  readonly pointer: string;
  readonly reason: string;
}

/**
 * Turns what a spreadsheet says by name into what the interface takes: gminas into codes, items of the strategy into
 * theirs, a function that stands where an official's name might into a function. Organisations, officials and units stay
 * names, and so do gminas that share a cost: the interface takes those.
 */
export class Names {
  private said: Said[] = [];
  private readonly gminas = new Map<string, readonly GminaDetails[]>();

  constructor(private readonly book: RegisterBook) {}

  /** What was amiss since this was last asked. */
  takeSaid(): readonly Said[] {
    const said = this.said;
    this.said = [];
    return said;
  }

  in(body: JsonObject, payload: Payload<object>, pointer = ''): JsonObject {
    const forms = formsOf(payload);
    const entries = Object.entries(body).map(([name, value]) => {
      const form = forms.get(name);
      return [name, form === undefined ? value : this.value(value, name, form, `${pointer}/${name}`)] as const;
    });
    return this.told(Object.fromEntries(entries), payload);
  }

  private value(value: Json | undefined, name: string, form: FieldForm, pointer: string): Json | undefined {
    if (Array.isArray(value)) {
      const each = value.flatMap(
        (one: Json, index) => this.value(one, name, form, `${pointer}/${String(index)}`) ?? [],
      );
      return name === 'strategyItems' || form.schema.pattern === TERC.source ? [...new Set(each)] : each;
    }
    const part = form.part?.();
    if (part !== undefined && isObject(value)) {
      return this.in(name === 'outlet' ? { ...value, ...this.media(value) } : value, part, pointer);
    }
    if (typeof value !== 'string') return value;
    if (name === 'strategyItems') return this.item(value);
    return form.schema.pattern === TERC.source ? this.gmina(value, pointer) : value;
  }

  /** An object that was told by one text, as that text turns out to be. */
  private told(value: JsonObject, payload: Payload<object>): JsonObject {
    if (payload === OrganisationRef) return this.organisation(value);
    if (payload === OfficialRef || payload.prototype instanceof OfficialRef) return this.official(value);
    return value;
  }

  /** The code of a gmina of the county. */
  private gmina(text: string, pointer: string): string {
    if (/^\d+$/.test(text)) return text;
    const fits = this.gminasNamed(text);
    const [only] = fits;
    if (fits.length === 1 && only !== undefined) return only.terc;
    const labels = fits.map(({ label }) => `„${label}”`).join(' albo ');
    if (fits.length > 1) this.say(pointer, `„${text}”: gminy o tej nazwie są dwie; napisz ${labels} albo kod TERC`);
    else
      this.say(
        pointer,
        `„${text}”: nie ma takiej gminy w powiecie; gminę spoza powiatu podaj kodem TERC w kolumnie „inne gminy”`,
      );
    // Told already: a code that stands for it keeps the other checks quiet.
    return UNTOLD;
  }

  private gminasNamed(text: string): readonly GminaDetails[] {
    const known = this.gminas.get(text) ?? gminasNamed(this.book, text);
    this.gminas.set(text, known);
    return known;
  }

  /** The code of an item told by its code or its text; none for what lies outside the strategy. */
  private item(text: string): string | undefined {
    if (OUTSIDE.test(fold(text))) return undefined;
    const items = this.book.strategies().flatMap((each) => each.items);
    const [code = ''] = /^[^\s:;,–-]+/.exec(text) ?? [];
    const coded = code.toUpperCase().replace(/\.$/, '');
    const found =
      items.find((item) => item.code === text) ??
      items.find((item) => item.code === coded) ??
      items.find((item) => fold(item.text) === fold(text));
    return found?.code ?? text;
  }

  private organisation(ref: JsonObject): JsonObject {
    const { name, ...rest } = ref;
    if (typeof name !== 'string' || ref['id'] !== undefined) return ref;
    if (UUID.test(name)) return { ...rest, id: name };
    if (ref['kind'] !== undefined || this.book.named('organisation', name).length > 0) return ref;
    const guessed = ORGANISATION_NAMES.find(([beginning]) => beginning.test(fold(name)))?.[1];
    return guessed === undefined ? ref : { ...ref, kind: guessed };
  }

  private media(outlet: JsonObject): JsonObject {
    const known = typeof outlet['name'] === 'string' && this.book.named('organisation', outlet['name']).length > 0;
    return known || outlet['kind'] !== undefined ? {} : { kind: 'media' satisfies OrganisationKind };
  }

  /** Who is no official of the register by that name, but whose name is that of a function, is that function. */
  private official(ref: JsonObject): JsonObject {
    const { official, ...rest } = ref;
    if (typeof official !== 'string' || ref['function'] !== undefined) return ref;
    const known = this.book.get('official', official) !== null || this.book.named('official', official).length > 0;
    const isFunction = /^\p{Ll}/u.test(official) || FUNCTION.test(fold(official));
    return !known && isFunction ? { ...rest, function: official } : ref;
  }

  private say(pointer: string, reason: string): void {
    this.said.push({ pointer, reason });
  }
}

/** A code of the right form that no gmina has. */
const UNTOLD = '9999991';

const OUTSIDE = /^(?:poza strategia|brak|-)$/;

/** Beginnings of functions' names. */
const FUNCTION =
  /^(?:wice)?(?:starost|przewodnicz|prezes|czlon|radn|skarbni|sekretarz|dyrektor|naczelni|kierowni|pracowni|inspektor|specjalist|zastepc|burmistrz|wojt|soltys)/;

/** What names of organisations begin with, where that says what they are. A gmina's or the county's is not guessed at: a slip of the pen would found one. */
const ORGANISATION_NAMES: readonly (readonly [RegExp, OrganisationKind])[] = [
  [/^(?:kgw|kolo gospodyn)\b/, 'rural-housewives-circle'],
  [/^(?:osp|ochotnicza straz)\b/, 'volunteer-fire-brigade'],
  [/^(?:solectwo|osiedle|rada solecka)\b/, 'auxiliary-unit'],
  [/^(?:sp|zs|zsp|lo|szkola|zespol szkol|przedszkole|liceum|technikum)\b/, 'school'],
  [/^(?:parafia|rzymskokatolicka parafia)\b/, 'parish'],
  [/^(?:stowarzyszenie|fundacja|towarzystwo|lks|uks|klub)\b/, 'ngo'],
];
