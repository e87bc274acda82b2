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
import { type OrganisationMeant, OrganisationMeantQuery } from '../../application/queries/organisation-meant.js';
import { REGISTER_PARAMS, type RegisterParams } from '../../application/queries/register-link.js';
import { KINDS } from '../../domain/catalogue.js';
import { UUID } from '../../domain/kernel/fields.js';
import { May, READERS } from '../http/rights.js';
import { entryNumber } from './entry-number.js';
import { EntryForms } from './entry-forms.js';
import { pagesFrom } from './lists/list-file.js';
import { listFormOf } from './lists/list-forms.js';
import { registerList } from './lists/register.js';
import { type ListAnswer, sendList } from './lists/send-list.js';
import type { Look } from './look.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { entryPage } from './pages/entry.js';
import { registerPage } from './pages/register.js';
import type { Asking } from './register-words.js';

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
      const asking = await this.asking(look, given);
      return registerPage(look, asking, (await this.page(look, { ...asking.asked, count: 'true' })).value);
    });
  }

  @Get('rejestr.:extension')
  @May(...READERS)
  async file(
    @Param('extension') extension: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ListAnswer> {
    const form = listFormOf(extension);
    const look = await this.pages.look(request, PARAMS);
    const asking = await this.asking(look, look.at.asked);
    const { asked } = asking;
    const first = await this.page(look, { ...asked, limit: '200', count: 'true' });
    const pages = pagesFrom(first, (cursor) => this.page(look, { ...asked, limit: '200', cursor }));
    const list = registerList(look, asking, { total: first.value.total ?? 0, pages });
    return sendList(this.pages, reply, look, form, list);
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

  /** The register is asked for an organisation by its id; people know its name, or another that it goes by. */
  private async asking({ at: { asOf } }: Look, given: RegisterParams): Promise<Asking> {
    const asked = numbered(given);
    if (asked.organisation === undefined) return { asked, organisation: null };
    const query = new OrganisationMeantQuery(asked.organisation, asOf);
    const { value: organisation } = await this.queries.execute<
      OrganisationMeantQuery,
      Answer<OrganisationMeant | null>
    >(query);
    // Where there is none, the register's query says so, beside what else is wrong.
    return { asked: { ...asked, ...(organisation !== null && { organisation: organisation.key }) }, organisation };
  }

  private page({ at: { asOf } }: Look, asked: RegisterParams): Promise<Answer<ActivityPage>> {
    const query = new ActivitiesQuery({ ...asked, ...(asOf !== undefined && { asOf }) });
    return this.queries.execute<ActivitiesQuery, Answer<ActivityPage>>(query);
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
