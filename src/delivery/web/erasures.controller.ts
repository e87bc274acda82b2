import { Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readBody } from '../../application/commands/bodies.js';
import { PersonReading } from '../../application/persons/person-reading.js';
import { PersonRecording } from '../../application/persons/person-recording.js';
import { Receipts } from '../../application/receipts.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { PersonErasure } from '../../domain/registers/person.js';
import { ERASERS, May, READERS } from '../http/rights.js';
import { sendAgain, sendOn, sendPast } from './answers.js';
import { EntryForms } from './entry-forms.js';
import { erasurePath } from './forms/addresses.js';
import { draft, drawnAgain } from './forms/draft.js';
import { CONFIRMED, OVERTAKEN } from './forms/persons.js';
import { sentIn } from './forms/typed.js';
import { formWrite } from './forms/write.js';
import type { Drawn } from './layout.js';
import type { Look } from './look.js';
import { PageController } from './page-routes.js';
import { type Amiss, Pages } from './pages.js';
import { erasedPage } from './pages/person.js';
import { erasingPage } from './pages/person-forms.js';
import { pastPage } from './pages/recording.js';

/** The erasure of persons, and its certificate. Nothing here opens anything: who erases may not be one who reads. */
@PageController()
export class ErasurePages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(EntryForms) private readonly forms: EntryForms,
    @Inject(PersonReading) private readonly reading: PersonReading,
    @Inject(PersonRecording) private readonly recording: PersonRecording,
    @Inject(Receipts) private readonly receipts: Receipts,
  ) {}

  @Get('osoby/:id/usuniecie')
  @May(...ERASERS)
  erasureForm(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.pages.show(request, reply, [], async (look) => {
      if (look.past) return pastPage(look);
      const person = await this.reading.unsealed(id);
      if (person.erased) return erasedPage(look, id, await this.reading.erasureOf(id));
      const meta = { key: this.forms.newKey(), revision: String(person.revision) };
      return erasingPage(look, person, draft(new Map(), meta));
    });
  }

  @Post('osoby/:id/usuniecie')
  @HttpCode(303)
  @May(...ERASERS)
  async erase(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const look = await this.pages.look(request, []);
    if (look.past) return sendPast(this.pages, reply, look);
    const person = await this.reading.unsealed(id);
    const sent = sentIn(request.body);
    if (sent.pressed !== 'record')
      return sendAgain(this.pages, reply, look, erasingPage(look, person, drawnAgain(sent)));
    try {
      const body = (await this.forms.personReader()).body(PersonErasure, sent.typed, '/');
      const { value, faults } = readBody(PersonErasure, body);
      const confirmed = sent.typed.get(CONFIRMED)?.[0] === 'true';
      const unconfirmed = confirmed ? [] : [{ pointer: CONFIRMED, detail: 'must be confirmed' }];
      const write = formWrite(request, sent, body, { revision: true });
      const { erasure, event } = await this.recording.erase(id, value, write, [...faults, ...unconfirmed]);
      if ((await this.receipts.of(null, event)).position !== null) return sendOn(reply, look.href(erasurePath(id)));
      void reply.status(202);
      return this.pages.send(reply, look, erasedPage(look, id, erasure));
    } catch (error) {
      const overtaken = error instanceof Rejection && error.code === 'conflict';
      const draw = async (again: Look, amiss: Amiss): Promise<Drawn> => {
        const now = await this.reading.unsealed(id);
        const form = this.forms.amended(sent, error, overtaken ? { ...amiss, detail: OVERTAKEN } : amiss);
        const meta = overtaken ? { ...form.meta, revision: String(now.revision) } : form.meta;
        return erasingPage(again, now, { ...form, meta });
      };
      return this.pages.again(request, reply, error, draw);
    }
  }

  /** Tells nothing of the person, so that it is for everybody who has come in. */
  @Get('osoby/:id/zaswiadczenie.txt')
  @May(...READERS)
  async certificate(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    await this.pages.look(request, []);
    const { certificate } = await this.reading.erasureOf(id);
    if (certificate === null) throw new Rejection('unavailable', 'the certificate cannot be signed now');
    void reply
      .header('Content-Type', 'text/plain; charset=utf-8')
      .header('Content-Disposition', `attachment; filename="zaswiadczenie-usuniecia-${id}.txt"`)
      .header('Cache-Control', 'private, no-cache');
    return certificate;
  }
}
