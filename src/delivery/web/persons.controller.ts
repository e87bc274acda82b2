import { Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readBody } from '../../application/commands/bodies.js';
import { type PersonLine, PersonReading } from '../../application/persons/person-reading.js';
import { type PersonRecorded, PersonRecording } from '../../application/persons/person-recording.js';
import type { ActivityLine } from '../../application/queries/activities.js';
import { Receipts } from '../../application/receipts.js';
import { contact, type ContactDetails } from '../../domain/activities/contact/contact.js';
import { formsOf } from '../../domain/kernel/field-forms.js';
import type { Json, JsonObject } from '../../domain/kernel/json.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { PersonDetails } from '../../domain/registers/person.js';
import { EntryCorrection } from '../../domain/registers/registers.js';
import { ReasonBody } from '../http/bodies.js';
import { readerOf } from '../http/request.js';
import { May, PERSON_READERS, RECORDERS } from '../http/rights.js';
import { sendAgain, sendOn, sendPast } from './answers.js';
import { EntryForms } from './entry-forms.js';
import { personPath } from './forms/addresses.js';
import { CHANGES, mergedOver, pointersOf, read, written } from './forms/changes.js';
import { draft, type Draft, drawnAgain } from './forms/draft.js';
import { OVERTAKEN, PERSON_SECTIONS } from './forms/persons.js';
import type { FormReader } from './forms/reading.js';
import { sameIn, type Sent, sentIn, type Typed } from './forms/typed.js';
import { formWrite } from './forms/write.js';
import type { Drawn } from './layout.js';
import type { Look } from './look.js';
import { PageController } from './page-routes.js';
import { type Amiss, Pages } from './pages.js';
import { closedPage, personPage } from './pages/person.js';
import { correctingPage, type CorrectingPerson, personLatePage, registeringPage } from './pages/person-forms.js';
import { personsPage } from './pages/persons.js';
import { pastPage } from './pages/recording.js';

const LIST = ['organisation', 'cursor'] as const;

/** Contacts are looked through for a person, so many: the register is not searched by persons. */
const CONTACTS = '200';

/** Persons whom one calls and writes to: whoever reads them here is in the access log, as over the interface. */
@PageController()
export class PersonPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(EntryForms) private readonly forms: EntryForms,
    @Inject(PersonReading) private readonly reading: PersonReading,
    @Inject(PersonRecording) private readonly recording: PersonRecording,
    @Inject(Receipts) private readonly receipts: Receipts,
  ) {}

  @Get('osoby')
  @May(...PERSON_READERS)
  list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.show(request, reply, LIST, async (look, asked) => {
      const { asOf } = look.at;
      const organisations = await this.reading.organisations(asOf);
      const params = { ...asked, ...(asOf !== undefined && { asOf }) };
      const { value } = await this.reading.page(params, [], readerOf(request));
      return personsPage(look, asked, value, organisations);
    });
  }

  /** `organisation`: the id of the one where the person works. */
  @Get('osoby/nowa')
  @May(...RECORDERS)
  registrationForm(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, ['organisation'], async (look, { organisation }) => {
      if (look.past) return pastPage(look);
      const details: JsonObject = organisation === undefined ? {} : { organisation: { id: organisation } };
      const typed = (await this.forms.personReader()).typed(PersonDetails, details, '/');
      return this.registering(look, draft(typed, { key: this.forms.newKey() }));
    });
  }

  @Post('osoby/nowa')
  @HttpCode(303)
  @May(...RECORDERS)
  async register(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const look = await this.pages.look(request, []);
    if (look.past) return sendPast(this.pages, reply, look);
    const sent = sentIn(request.body);
    if (sent.pressed !== 'record')
      return sendAgain(this.pages, reply, look, await this.registering(look, drawnAgain(sent)));
    try {
      const body = (await this.forms.personReader()).body(PersonDetails, sent.typed, '/');
      const { value, faults } = readBody(PersonDetails, body);
      const write = formWrite(request, sent, body, { revision: false });
      return await this.goOn(reply, look, await this.recording.register(value, write, faults));
    } catch (error) {
      const draw = (now: Look, amiss: Amiss): Promise<Drawn> =>
        this.registering(now, this.forms.amended(sent, error, amiss));
      return this.pages.again(request, reply, error, draw);
    }
  }

  @Get('osoby/:id')
  @May(...PERSON_READERS)
  one(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.show(request, reply, ['saved'], async (look, { saved }) => {
      const { value: person } = await this.reading.one(id, look.at.asOf, readerOf(request));
      return this.shown(look, person, saved === String(person.revision));
    });
  }

  @Get('osoby/:id/poprawka')
  @May(...RECORDERS)
  correctionForm(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.show(request, reply, [], async (look) => {
      if (look.past) return pastPage(look);
      const { value: person } = await this.reading.one(id, undefined, readerOf(request));
      // What cannot be opened cannot be corrected: the person's page says why.
      if (person.state !== 'readable') return this.shown(look, person, false);
      const typed = typedOf(person, await this.forms.personReader());
      const meta = { key: this.forms.newKey(), revision: String(person.revision), was: written(typed) };
      return this.correcting(look, { person, draft: draft(typed, meta), opened: true });
    });
  }

  @Post('osoby/:id/poprawka')
  @HttpCode(303)
  @May(...RECORDERS)
  async correct(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const look = await this.pages.look(request, []);
    if (look.past) return sendPast(this.pages, reply, look);
    const person = await this.reading.unsealed(id);
    const sent = sentIn(request.body);
    if (sent.pressed !== 'record')
      return sendAgain(this.pages, reply, look, await this.correcting(look, { person, draft: drawnAgain(sent) }));
    try {
      const reader = await this.forms.personReader();
      const body = { ...reader.body(ReasonBody, sent.typed, '/'), changes: changesIn(sent, reader) };
      const { value, faults } = readBody(EntryCorrection, body);
      if (Object.keys(body.changes).length === 0) throw new Rejection('invalid', 'must name at least one field');
      const write = formWrite(request, sent, body, { revision: true });
      return await this.goOn(reply, look, await this.recording.correct(id, value, write, faults));
    } catch (error) {
      const overtaken = error instanceof Rejection && error.code === 'conflict';
      const draw = async (now: Look, amiss: Amiss): Promise<Drawn> =>
        overtaken
          ? this.overtaken(now, sent, amiss, (await this.reading.one(id, undefined, readerOf(request))).value)
          : this.correcting(now, { person, draft: this.forms.amended(sent, error, amiss) });
      return this.pages.again(request, reply, error, draw);
    }
  }

  /** A page of persons; where they cannot be opened, one that says why and who can do what. */
  private async show<N extends string>(
    request: FastifyRequest,
    reply: FastifyReply,
    names: readonly N[],
    draw: (look: Look, asked: Readonly<Partial<Record<N, string>>>) => Promise<Drawn>,
  ): Promise<string> {
    try {
      return await this.pages.show(request, reply, names, draw);
    } catch (error) {
      if (!(error instanceof Rejection) || error.code !== 'unavailable') throw error;
      request.log.error({ err: error }, 'persons cannot be opened');
      const look = await this.pages.look(request, names);
      void reply.status(503).header('Retry-After', '5');
      return this.pages.send(reply, look, closedPage(look, error.message));
    }
  }

  private async shown(look: Look, person: PersonLine, saved: boolean): Promise<Drawn> {
    return personPage(look, person, { contacts: await this.contactsOf(look, person), saved });
  }

  /** The last contacts that name a person, with the organisation under whichever of its ids they are recorded. */
  private async contactsOf({ at }: Look, { id, organisation }: PersonLine): Promise<readonly ActivityLine[]> {
    const point = at.asOf === undefined ? {} : { asOf: at.asOf };
    const [standing = organisation.id] = await this.forms.organisationsMeant(organisation);
    const asked = [...new Set([organisation.id, standing])].map((each) =>
      this.forms.entries({ kind: contact.name, organisation: each, limit: CONTACTS, ...point }),
    );
    const lines = new Map((await Promise.all(asked)).flat().map((line) => [line.id, line]));
    return [...lines.values()].filter(({ details }) =>
      (details as ContactDetails).counterparts.some(({ person }) => person === id),
    );
  }

  private async registering(look: Look, form: Draft): Promise<Drawn> {
    return registeringPage(look, form, await this.forms.organisations());
  }

  private async correcting(
    look: Look,
    {
      opened = false,
      overtaken = null,
      ...form
    }: Partial<CorrectingPerson> & Pick<CorrectingPerson, 'person' | 'draft'>,
  ): Promise<Drawn> {
    return correctingPage(look, { ...form, opened, overtaken, organisations: await this.forms.organisations() });
  }

  /** Somebody changed the person while the form was open: it takes over what they changed, and keeps what was typed. */
  private async overtaken(look: Look, { typed, meta }: Sent, amiss: Amiss, person: PersonLine): Promise<Drawn> {
    const [was, now] = [read(meta.was), typedOf(person, await this.forms.personReader())];
    const merged = mergedOver(PERSON_SECTIONS.correct.flatMap(pointersOf), typed, was, now);
    const drawn = { ...meta, key: this.forms.newKey(), revision: String(person.revision), was: written(now) };
    const form = draft(merged, drawn, { amiss: { ...amiss, detail: OVERTAKEN } });
    return this.correcting(look, { person, draft: form, opened: true, overtaken: { was, now } });
  }

  private async goOn(reply: FastifyReply, look: Look, { id, revision, event }: PersonRecorded): Promise<string> {
    const { position } = await this.receipts.of(null, event);
    if (position !== null) return sendOn(reply, look.href(personPath(id), { saved: String(revision) }));
    void reply.status(202);
    return this.pages.send(reply, look, personLatePage(look, id));
  }
}

/** What stands of a person, as the form of a correction shows it. */
function typedOf({ organisation, function: its, name, phone, email }: PersonLine, reader: FormReader): Typed {
  return reader.typed(PersonDetails, { organisation: { ...organisation }, function: its, name, phone, email }, CHANGES);
}

/** The new value of each field whose inputs say something else than when the form was drawn; null clears it. */
function changesIn({ typed, meta }: Sent, reader: FormReader): JsonObject {
  const was = read(meta.was);
  const changed = [...formsOf(PersonDetails).keys()].flatMap((name): (readonly [string, Json])[] =>
    sameIn(typed, was, CHANGES + name) ? [] : [[name, reader.value(PersonDetails, name, typed, CHANGES) ?? null]],
  );
  return Object.fromEntries(changed);
}
