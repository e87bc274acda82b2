import { Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readRecording } from '../../application/commands/bodies.js';
import { PersonReading } from '../../application/persons/person-reading.js';
import type { ActivityLine } from '../../application/queries/activities.js';
import { contact } from '../../domain/activities/contact/contact.js';
import { type Command, defaultStart } from '../../domain/activities/decide.js';
import { OrganisationRef } from '../../domain/activities/details.js';
import { type Kind, rowOf } from '../../domain/activities/kind.js';
import { formsOf } from '../../domain/kernel/field-forms.js';
import { UUID } from '../../domain/kernel/fields.js';
import { isObject, type Json, type JsonObject } from '../../domain/kernel/json.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { fold } from '../../domain/kernel/words.js';
import { May, RECORDERS } from '../http/rights.js';
import { sendAgain, sendOn, sendPast } from './answers.js';
import { type Done, EntryForms } from './entry-forms.js';
import { kindOfSlug, recordingPath } from './forms/addresses.js';
import { draft, type Draft, drawnAgain } from './forms/draft.js';
import { inputOf } from './forms/inputs.js';
import { type Sent, sentIn, type Typed } from './forms/typed.js';
import type { Drawn } from './layout.js';
import type { Look } from './look.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { choosePage, latePage, pastPage, type Recording, recordingPage, startsOf } from './pages/recording.js';

type Recorded = Extract<Command, { do: 'record' }>;

const FORM = ['step', 'copy', 'after', 'person'] as const;

/** New entries. */
@PageController()
@May(...RECORDERS)
export class RecordingPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(EntryForms) private readonly forms: EntryForms,
    @Inject(PersonReading) private readonly persons: PersonReading,
  ) {}

  @Get('wpis')
  choose(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, [], (look) => (look.past ? pastPage(look) : choosePage(look)));
  }

  /**
   * `copy`: the id of an entry that it begins as a copy of; `after`: of the one that was recorded before it; `person`: of a
   * person whom a contact is with.
   */
  @Get('wpis/:kind')
  form(
    @Param('kind') slug: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const kind = kindOf(slug);
    return this.pages.show(request, reply, FORM, async (look, { step, copy, after, person }) => {
      if (look.past) return pastPage(look);
      const [copied, saved] = [await this.line(copy), await this.line(after)];
      const first = stepOf(kind, step ?? copied?.taken[0]?.step ?? saved?.taken[0]?.step);
      const typed =
        copied !== null
          ? await this.copyOf(look, kind, first, copied)
          : person !== undefined && kind.name === contact.name
            ? await this.withPerson(look, kind, person)
            : await this.begun(look, kind, saved);
      const begun = draft(typed, { key: this.forms.newKey() });
      return this.draw(look, kind, { step: first, draft: begun, saved, copied });
    });
  }

  @Post('wpis/:kind')
  @HttpCode(303)
  async record(
    @Param('kind') slug: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const kind = kindOf(slug);
    const look = await this.pages.look(request, []);
    if (look.past) return sendPast(this.pages, reply, look);
    const sent = sentIn(request.body);
    const { typed, meta, pressed } = sent;
    const step = stepOf(kind, pressed.startsWith('step:') ? pressed.slice('step:'.length) : meta.step);
    if (pressed !== 'record' && pressed !== 'next')
      return sendAgain(this.pages, reply, look, await this.draw(look, kind, { step, draft: drawnAgain(sent) }));
    try {
      const body = await this.body(look, kind, step, sent);
      const command = readRecording(kind, body);
      // What is wrong in it can't be read.
      const found = command.faults.length > 0 ? [] : await this.twins(kind, command.value);
      // What this very form has recorded, sent twice, is no other entry.
      const twins = found.filter(({ id }) => id !== this.forms.idOf(request, sent));
      const seen = meta.duplicate.split(',');
      if (twins.some(({ id }) => !seen.includes(id))) {
        void reply.status(409);
        const warned = draft(typed, { ...meta, duplicate: twins.map(({ id }) => id).join(',') });
        return this.pages.send(reply, look, await this.draw(look, kind, { step, draft: warned, twins }));
      }
      const done = await this.forms.act(request, kind, null, command, body, sent);
      return this.goOn(reply, look, kind, done, pressed === 'next');
    } catch (error) {
      return this.pages.again(request, reply, error, (again, amiss) =>
        this.draw(again, kind, { step, draft: this.forms.amended(sent, error, amiss) }),
      );
    }
  }

  private async body(look: Look, kind: Kind, step: string, { typed }: Sent): Promise<JsonObject> {
    const reader = await this.forms.reader(look, kind, typed);
    const row = rowOf(kind, step);
    return {
      ...reader.body(kind.details, typed, '/'),
      ...(row !== undefined && reader.body(row.fields, typed, '/')),
      step,
    };
  }

  private goOn(reply: FastifyReply, look: Look, kind: Kind, { id, revision, number }: Done, next: boolean): string {
    if (number === null) {
      void reply.status(202);
      return this.pages.send(reply, look, latePage(look, id));
    }
    const address = next
      ? look.href(recordingPath(kind), { after: id })
      : look.href(`/rejestr/${id}`, { saved: String(revision) });
    return sendOn(reply, address);
  }

  private async draw(
    look: Look,
    kind: Kind,
    {
      saved = null,
      copied = null,
      twins = [],
      ...form
    }: Partial<Recording> & { readonly step: string; readonly draft: Draft },
  ): Promise<Drawn> {
    const organisations = await this.forms.organisations();
    return recordingPage(look, { kind, organisations, saved, copied, twins, ...form });
  }

  /** An entry that an address names; null where it names none. */
  private async line(id: string | undefined): Promise<ActivityLine | null> {
    return id === undefined || !UUID.test(id) ? null : (await this.forms.entry(id)).entry;
  }

  /** Today, and the office that the same person's last entry of the kind was about; after one, its day too. */
  private async begun(look: Look, kind: Kind, saved: ActivityLine | null): Promise<Typed> {
    const { caller, directory } = look.at;
    const recordedBy = caller?.actor.id ?? '';
    const [last] =
      saved === null
        ? await this.forms.entries({ kind: kind.name, recordedBy, sort: '-recordedAt', limit: '1' })
        : [saved];
    const occurredOn = saved?.details.occurredOn ?? directory.today;
    if (last === undefined || last.kind !== kind.name) return new Map([['/occurredOn', [occurredOn]]]);
    // What a ledger holds is JSON, whatever its payload class calls it.
    const office = await this.officeOf(kind, last.details as unknown as JsonObject);
    const details = { occurredOn, gminas: last.gminas, ...office };
    return (await this.forms.reader(look, kind, details)).typed(kind.details, details, '/');
  }

  /** Today, with a person of the register: where they work, and what they do there. @throws Rejection `not-found` */
  private async withPerson(look: Look, kind: Kind, id: string): Promise<Typed> {
    const { organisation, function: its, erased } = await this.persons.unsealed(id);
    const gmina = await this.forms.gminaOf(organisation.id);
    const details = {
      occurredOn: look.at.directory.today,
      gminas: gmina === null ? [] : [gmina],
      // Whoever was erased is named by the function alone.
      counterparts: [{ organisation: { ...organisation }, function: its, ...(!erased && { person: id }) }],
    };
    return (await this.forms.reader(look, kind, details)).typed(kind.details, details, '/');
  }

  /** The gmina's office with which an entry had to do, where it has to name an organisation. */
  private async officeOf(kind: Kind, details: JsonObject): Promise<JsonObject> {
    for (const [name, form] of formsOf(kind.details)) {
      const part = form.part?.();
      if (part === undefined || form.optional) continue;
      const [first] = [details[name] ?? []].flat() as readonly Json[];
      const named = part === OrganisationRef ? first : isObject(first) ? first['organisation'] : undefined;
      if (!isObject(named) || typeof named['id'] !== 'string' || !(await this.forms.isOffice(named['id']))) continue;
      const one = part === OrganisationRef ? named : { organisation: named };
      return { [name]: form.many ? [one] : one };
    }
    return {};
  }

  /** What an entry says, but for its days: a copy is of today. */
  private async copyOf(look: Look, kind: Kind, step: string, line: ActivityLine): Promise<Typed> {
    const taken = line.taken[0]?.step === step ? line.taken[0] : undefined;
    // As above.
    const details = line.details as unknown as JsonObject;
    const reader = await this.forms.reader(look, kind, details);
    const row = rowOf(kind, step);
    const typed = new Map([
      ...reader.typed(kind.details, details, '/'),
      ...(row === undefined || taken === undefined ? [] : reader.typed(row.fields, taken, '/')),
    ]);
    for (const payload of [kind.details, ...(row === undefined ? [] : [row.fields])])
      for (const [name, form] of formsOf(payload)) if (inputOf(name, form) === 'day') typed.delete(`/${name}`);
    // Its codes are those of a strategy that may be over.
    const { strategy } = line.details;
    if (strategy === look.at.directory.inForce) typed.delete('/strategy');
    return typed.set('/occurredOn', [look.at.directory.today]);
  }

  /** Entries of the same day, office, channel and title: most likely the same thing, recorded twice. */
  private async twins(kind: Kind, { details }: Recorded): Promise<readonly ActivityLine[]> {
    const { channel } = details as unknown as { readonly channel?: string };
    if (channel === undefined) return [];
    const named = (kind.organisations?.(details, []) ?? []).filter((each) => each !== undefined);
    const meant = new Set((await Promise.all(named.map((each) => this.forms.organisationsMeant(each)))).flat());
    const day = details.occurredOn;
    const lines = await this.forms.entries({ kind: kind.name, occurredFrom: day, occurredTo: day, limit: '200' });
    return lines.filter(
      (line) =>
        line.phase !== null &&
        fold(line.title.trim()) === fold(details.title.trim()) &&
        (line.details as unknown as { readonly channel?: string }).channel === channel &&
        (kind.organisations?.(line.details, line.taken) ?? []).some((each) => meant.has(each?.id ?? '')),
    );
  }
}

function kindOf(slug: string): Kind {
  const kind = kindOfSlug(slug);
  if (kind === undefined) throw new Rejection('not-found', `there is no kind ${slug}`);
  return kind;
}

/** A step that an activity of the kind may begin with: the one that is named, else the first. */
const stepOf = (kind: Kind, named: string | undefined): string =>
  startsOf(kind).find((step) => step === named) ?? defaultStart(kind);
