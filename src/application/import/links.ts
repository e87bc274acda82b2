import type { Kind } from '../../domain/activities/kind.js';
import { KINDS } from '../../domain/catalogue.js';
import { formsOf } from '../../domain/kernel/field-forms.js';
import { UUID } from '../../domain/kernel/fields.js';
import type { Json, JsonObject } from '../../domain/kernel/json.js';
import { type ActivityDoc, register } from '../../domain/views/register.js';
import type { ViewStore } from '../ports/view-store.js';
import { refId } from './identity.js';
import type { Said } from './names.js';

/** `KT/2023/0417` */
const NUMBER = /^[A-Z]{2}\/\d{4}\/\d{1,7}$/;
/** `IN:most-2`: a ref of another kind, by its letters, where the same ref stands in several. */
const LETTERED = /^([A-Z]{2}):(.+)$/s;

type Found = readonly { readonly id: string; readonly kind: string }[];

/** Finds the activities that rows name: by id, by number, or by the `ref` of a row, of this import or an earlier one. */
export class Links {
  private readonly found = new Map<string, Found>();
  private readonly fields: readonly string[];

  /** @param refs the refs of this import's rows */
  constructor(
    private readonly kind: Kind,
    private readonly refs: { has(ref: string): boolean },
    private readonly store: ViewStore,
    private readonly generation: string,
  ) {
    this.fields = [...formsOf(kind.details)].flatMap(([name, { schema }]) =>
      schema.pattern === UUID.source ? [name] : [],
    );
  }

  /** Looks up everything that these bodies name, in two queries. */
  async lookUp(bodies: readonly JsonObject[]): Promise<void> {
    const names = new Set(bodies.flatMap((body) => this.namesIn(body).filter((name) => !this.found.has(name))));
    const numbers: string[] = [];
    const candidates = new Map<string, string[]>();
    for (const name of names) {
      if (this.refs.has(name)) this.found.set(name, [{ id: refId(this.kind.name, name), kind: this.kind.name }]);
      else if (NUMBER.test(name)) numbers.push(name);
      else candidates.set(name, candidatesOf(name));
    }
    const byNumber = new Map<string, Found>();
    if (numbers.length > 0) {
      const where = { number: { $in: numbers } };
      // The register holds activities only.
      const docs = (await this.store.find(this.generation, register.name, {
        where,
        at: 'now',
      })) as unknown as ActivityDoc[];
      for (const { number, id, kind } of docs) byNumber.set(number, [{ id, kind }]);
    }
    for (const number of numbers) this.found.set(number, byNumber.get(number) ?? []);
    if (candidates.size === 0) return;
    const docs = await this.store.inForce(this.generation, register.name, [...candidates.values()].flat(), 'now');
    for (const [name, ids] of candidates) {
      const there = ids.flatMap((id) => docs.get(id)?.doc ?? []) as unknown as ActivityDoc[];
      this.found.set(
        name,
        there.map(({ id, kind }) => ({ id, kind })),
      );
    }
  }

  /** The body with ids in place of what names activities; what names none, or several, is told. */
  in(body: JsonObject): {
    readonly body: JsonObject;
    readonly said: readonly Said[];
    readonly refs: readonly string[];
  } {
    const said: Said[] = [];
    const refs: string[] = [];
    const idOf = (name: Json, pointer: string): Json => {
      if (typeof name !== 'string') return name;
      if (this.refs.has(name)) refs.push(name);
      const found = this.found.get(name) ?? [];
      const [only] = found;
      if (found.length === 1 && only !== undefined) return only.id;
      said.push({
        pointer,
        reason:
          found.length === 0
            ? `„${name}”: nie ma takiego działania; podaj ref z tego pliku lub wcześniej wczytanego albo numer, np. KT/2023/0417`
            : `„${name}”: ten ref mają działania kilku rodzajów; napisz przed nim litery rodzaju, np. IN:${name}`,
      });
      return name;
    };
    const changed: Record<string, Json> = {};
    for (const field of this.fields) {
      const value = body[field];
      if (Array.isArray(value)) {
        changed[field] = value.map((each: Json, index) => idOf(each, `/${field}/${String(index)}`));
      } else if (value !== undefined) changed[field] = idOf(value, `/${field}`);
    }
    const subject = this.subjectIn(body);
    if (subject !== null && this.found.has(subject)) changed['subject'] = idOf(subject, '/subject');
    return { body: { ...body, ...changed }, said, refs };
  }

  /** The body without what names activities: where nothing was looked up. */
  without(body: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(body).filter(([name]) => !this.fields.includes(name)));
  }

  /** The kinds of the activities found, by id. */
  kinds(): ReadonlyMap<string, string> {
    return new Map([...this.found.values()].flat().map(({ id, kind }) => [id, kind]));
  }

  private namesIn(body: JsonObject): string[] {
    const named = this.fields.flatMap((field) => body[field] ?? []);
    return [...named.filter((each) => typeof each === 'string'), this.subjectIn(body) ?? []].flat();
  }

  /** What competes is told in words, unless it is clearly a number or an id. */
  private subjectIn({ subject }: JsonObject): string | null {
    return typeof subject === 'string' && (NUMBER.test(subject) || UUID.test(subject)) ? subject : null;
  }
}

function candidatesOf(name: string): string[] {
  if (UUID.test(name)) return [name];
  const [, letters, ref = name] = LETTERED.exec(name) ?? [];
  const kinds = KINDS.filter((kind) => letters === undefined || kind.letters === letters);
  return kinds.map((kind) => refId(kind.name, ref));
}
