import { Readable } from 'node:stream';
import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  ActivitiesQuery,
  type ActivityEntry,
  type ActivityPage,
  ActivityQuery,
} from '../../application/queries/activities.js';
import type { Answer } from '../../application/queries/figures.js';
import { type HistoryLine, HistoryQuery } from '../../application/queries/history.js';
import { type Mention, MentionsQuery } from '../../application/queries/mentions.js';
import { REGISTER_PARAMS, type RegisterParams } from '../../application/queries/register-link.js';
import { KINDS } from '../../domain/catalogue.js';
import { UUID } from '../../domain/kernel/fields.js';
import { May, READERS } from '../http/rights.js';
import { entryNumber } from './entry-number.js';
import { EntryForms } from './entry-forms.js';
import type { Look } from './look.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { entryPage } from './pages/entry.js';
import { registerPage } from './pages/register.js';
import { registerCsv } from './register-csv.js';

const PARAMS = REGISTER_PARAMS.filter((name) => name !== 'asOf');

/** The register and its entries. */
@PageController()
export class RegisterPages {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Pages) private readonly pages: Pages,
    @Inject(EntryForms) private readonly forms: EntryForms,
  ) {}

  @Get('rejestr')
  @May(...READERS)
  list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, PARAMS, async (look, given) => {
      const asked = numbered(given);
      // How many there are is told once: on the first page.
      const counted = asked.cursor === undefined ? { ...asked, count: 'true' } : asked;
      return registerPage(look, asked, await this.page(look, counted));
    });
  }

  @Get('rejestr.csv')
  @May(...READERS)
  async csv(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const look = await this.pages.look(request, PARAMS);
    const asked = { ...numbered(look.at.asked), limit: '200' };
    const first = await this.page(look, asked);
    const name = `rejestr-stan-${look.at.directory.day}.csv`;
    void reply
      .header('Content-Type', 'text/csv; charset=utf-8')
      .header('Content-Disposition', `attachment; filename="${name}"`)
      .header('Kronika-As-Of', String(look.at.position));
    await reply.send(Readable.from(registerCsv(look, first, (cursor) => this.page(look, { ...asked, cursor }))));
  }

  @Get('rejestr/:id')
  @May(...READERS)
  entry(
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.pages.show(request, reply, ['saved'], async (look, { saved }) => {
      const { asOf } = look.at;
      const entry = await this.entryOf(id, asOf);
      const { value: history } = await this.queries.execute<HistoryQuery, Answer<readonly HistoryLine[]>>(
        new HistoryQuery(id, asOf),
      );
      const kind = KINDS.find(({ name }) => name === entry.kind);
      if (kind === undefined) throw new Error(`an entry of no kind: ${entry.kind}`);
      const { value: linked } = await this.queries.execute<MentionsQuery, Answer<ReadonlyMap<string, Mention>>>(
        new MentionsQuery(mentioned(entry, history), asOf),
      );
      return entryPage(look, kind, entry, history, linked, {
        offers: await this.forms.offers(look, kind, entry),
        // Told once: what came after it is not what was saved here.
        saved: saved === String(entry.revision),
      });
    });
  }

  private async page(look: Look, asked: RegisterParams): Promise<ActivityPage> {
    const { asOf } = look.at;
    const query = new ActivitiesQuery({ ...asked, ...(asOf !== undefined && { asOf }) });
    return (await this.queries.execute<ActivitiesQuery, Answer<ActivityPage>>(query)).value;
  }

  private async entryOf(id: string, asOf: string | undefined): Promise<ActivityEntry> {
    const query = new ActivityQuery(null, id, asOf);
    return (await this.queries.execute<ActivityQuery, Answer<ActivityEntry>>(query)).value;
  }
}

/** Who types a number into the search means that entry. */
function numbered({ q, ...asked }: RegisterParams): RegisterParams {
  if (q === undefined) return asked;
  const number = entryNumber(q);
  return number === null ? { ...asked, q } : { ...asked, number };
}

/** Ids in what an entry says and said, which may be those of other activities; an entry names at most some dozens. */
function mentioned({ details, annulment }: ActivityEntry, history: readonly HistoryLine[]): readonly string[] {
  const { links = [], ...own } = details;
  const texts = [
    ...links,
    ...Object.values(own),
    annulment?.replacedBy,
    ...history.flatMap(({ changes }) => changes.flatMap(({ before, after }) => [before, after].flat())),
  ];
  return texts.filter((text): text is string => typeof text === 'string' && UUID.test(text));
}
