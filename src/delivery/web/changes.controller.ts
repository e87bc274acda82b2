import { Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ActivityEntry } from '../../application/queries/activities.js';
import { type Kind, rowOf } from '../../domain/activities/kind.js';
import { UUID } from '../../domain/kernel/fields.js';
import type { JsonObject } from '../../domain/kernel/json.js';
import { Rejection } from '../../domain/kernel/rejection.js';
import { May, RECORDERS } from '../http/rights.js';
import { sendAgain, sendOn, sendPast } from './answers.js';
import { EntryForms } from './entry-forms.js';
import type { Change } from './forms/addresses.js';
import {
  type Altered,
  alteredBy,
  bodyOfChange,
  changesIn,
  changeSections,
  commandOf,
  detailsSection,
  mergedOver,
  pointersOf,
  read,
  stepSections,
  written,
} from './forms/changes.js';
import { draft, type Draft, drawnAgain } from './forms/draft.js';
import { type Sent, sentIn, type Typed } from './forms/typed.js';
import type { Drawn } from './layout.js';
import type { Look } from './look.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { changingPage, impossiblePage } from './pages/changing.js';
import { latePage, pastPage } from './pages/recording.js';

/** What can be done with an entry that is there: its next steps, its correction, and what takes back. */
@PageController()
@May(...RECORDERS)
export class ChangePages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(EntryForms) private readonly forms: EntryForms,
  ) {}

  @Get('rejestr/:id/krok/:step')
  stepForm(
    @Param('id') id: string,
    @Param('step') step: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.form(id, { do: 'take', step }, request, reply);
  }

  @Post('rejestr/:id/krok/:step')
  @HttpCode(303)
  step(
    @Param('id') id: string,
    @Param('step') step: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.change(id, { do: 'take', step }, request, reply);
  }

  @Get('rejestr/:id/poprawka')
  correctionForm(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.form(id, { do: 'correct' }, request, reply);
  }

  @Post('rejestr/:id/poprawka')
  @HttpCode(303)
  correct(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.change(id, { do: 'correct' }, request, reply);
  }

  @Get('rejestr/:id/cofniecie')
  undoingForm(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.form(id, { do: 'undo' }, request, reply);
  }

  @Post('rejestr/:id/cofniecie')
  @HttpCode(303)
  undo(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.change(id, { do: 'undo' }, request, reply);
  }

  // A recorder annuls only own entries of the same day: the domain knows which those are.
  @Get('rejestr/:id/uniewaznienie')
  annulmentForm(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.form(id, { do: 'annul' }, request, reply);
  }

  @Post('rejestr/:id/uniewaznienie')
  @HttpCode(303)
  annul(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.change(id, { do: 'annul' }, request, reply);
  }

  @Get('rejestr/:id/przywrocenie')
  @May('manager')
  restorationForm(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.form(id, { do: 'restore' }, request, reply);
  }

  @Post('rejestr/:id/przywrocenie')
  @HttpCode(303)
  @May('manager')
  restore(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.change(id, { do: 'restore' }, request, reply);
  }

  private form(id: string, change: Change, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, [], async (look) => {
      if (look.past) return pastPage(look);
      const { entry, kind } = await this.named(id, change);
      if (change.do === 'take' && !entry.steps.includes(change.step))
        return impossiblePage(look, kind, entry, change.step);
      return this.begun(look, kind, entry, change);
    });
  }

  private async change(id: string, change: Change, request: FastifyRequest, reply: FastifyReply): Promise<string> {
    const look = await this.pages.look(request, []);
    if (look.past) return sendPast(this.pages, reply, look);
    const { entry, kind } = await this.named(id, change);
    const sent = sentIn(request.body);
    if (sent.pressed !== 'record')
      return sendAgain(this.pages, reply, look, await this.again(look, kind, entry, change, sent));
    try {
      const reader = await this.forms.reader(look, kind, sent.typed);
      const body = bodyOfChange(look, kind, entry, change, sent, reader);
      const done = await this.forms.act(request, kind, id, commandOf(kind, change, body), body, sent);
      if (done.number === null) {
        void reply.status(202);
        return this.pages.send(reply, look, latePage(look, id));
      }
      return sendOn(reply, look.href(`/rejestr/${id}`, { saved: String(done.revision) }));
    } catch (error) {
      const code = error instanceof Rejection ? error.code : null;
      return this.pages.again(request, reply, error, async (now, amiss) => {
        if (code === 'conflict') return this.overtaken(now, change, id, sent, amiss);
        return this.draw(now, kind, entry, change, this.forms.amended(sent, error, amiss));
      });
    }
  }

  /** @throws Rejection `not-found` for an entry that is none, and for a step that its kind does not have */
  private async named(id: string, change: Change): Promise<{ readonly entry: ActivityEntry; readonly kind: Kind }> {
    if (!UUID.test(id)) throw new Rejection('not-found', `there is no activity ${id}`);
    const found = await this.forms.entry(id);
    if (change.do === 'take' && rowOf(found.kind, change.step) === undefined)
      throw new Rejection('not-found', `a ${found.kind.name} has no step ${change.step}`);
    return found;
  }

  /** A form as it is first drawn: a step is taken today, a correction begins with what stands. */
  private async begun(look: Look, kind: Kind, entry: ActivityEntry, change: Change): Promise<Drawn> {
    const key = this.forms.newKey();
    const revision = String(entry.revision);
    if (change.do !== 'correct') {
      const typed: Typed = change.do === 'take' ? new Map([['/on', [look.at.directory.today]]]) : new Map();
      return this.draw(look, kind, entry, change, draft(typed, { key, revision }));
    }
    const typed = await this.standing(look, kind, entry);
    return this.draw(look, kind, entry, change, draft(typed, { key, revision, was: written(typed) }));
  }

  /** What an entry says now, as its correction's form shows it. */
  private async standing(look: Look, kind: Kind, entry: ActivityEntry): Promise<Typed> {
    // What a ledger holds is JSON, whatever its payload class calls it.
    const details = entry.details as unknown as JsonObject;
    const reader = await this.forms.reader(look, kind, { details, taken: entry.taken });
    return new Map([
      ...reader.typed(kind.details, details, detailsSection(kind).prefix),
      ...stepSections(look, kind, entry).flatMap(({ payload, prefix, index }) => [
        ...reader.typed(payload, entry.taken[index] ?? {}, prefix),
      ]),
    ]);
  }

  /** The form once more, with another row, or with what a correction would change. */
  private async again(look: Look, kind: Kind, entry: ActivityEntry, change: Change, sent: Sent): Promise<Drawn> {
    const { typed, pressed } = sent;
    const shown = drawnAgain(sent);
    if (pressed !== 'review' || change.do !== 'correct') return this.draw(look, kind, entry, change, shown);
    const changes = changesIn(look, kind, entry, sent, await this.forms.reader(look, kind, typed));
    return this.draw(look, kind, entry, change, shown, alteredBy(entry, changes));
  }

  /**
   * Somebody changed the entry while the form was open: the form tells what, takes over what they changed, and keeps
   * what was typed here.
   */
  private async overtaken(look: Look, change: Change, id: string, sent: Sent, amiss: Draft['amiss']): Promise<Drawn> {
    const { entry, kind } = await this.named(id, change);
    const seen = /^\d{1,15}$/.test(sent.meta.revision) ? Number(sent.meta.revision) : entry.revision;
    // An entry's events are counted from 0, and its history tells each of them.
    const meanwhile = (await this.forms.history(id)).slice(seen + 1);
    const meta = { ...sent.meta, revision: String(entry.revision), key: this.forms.newKey() };
    if (change.do !== 'correct')
      return this.draw(look, kind, entry, change, draft(sent.typed, meta, { amiss, meanwhile }));
    const [was, now] = [read(sent.meta.was), await this.standing(look, kind, entry)];
    const pointers = changeSections(look, kind, entry, change).flatMap(pointersOf);
    const merged = mergedOver(pointers, sent.typed, was, now);
    return this.draw(look, kind, entry, change, draft(merged, { ...meta, was: written(now) }, { amiss, meanwhile }));
  }

  private async draw(
    look: Look,
    kind: Kind,
    entry: ActivityEntry,
    change: Change,
    shown: Draft,
    altered: readonly Altered[] | null = null,
  ): Promise<Drawn> {
    const [organisations, linked] = [await this.forms.organisations(), await this.linked(shown, altered)];
    return changingPage(look, { kind, entry, change, draft: shown, organisations, altered, linked });
  }

  private linked({ meanwhile }: Draft, altered: readonly Altered[] | null): ReturnType<EntryForms['mentions']> {
    const told = [...meanwhile.flatMap(({ changes }) => changes), ...(altered ?? [])];
    const values = told.flatMap(({ before, after }) => [before, after].flat());
    return this.forms.mentions(values.filter((each): each is string => typeof each === 'string' && UUID.test(each)));
  }
}
