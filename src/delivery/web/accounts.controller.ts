import { Get, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Accounts, type GivenLink, type ShownAccount } from '../../application/access/accounts.js';
import { refuseFaults, Rejection } from '../../domain/kernel/rejection.js';
import { textIn, textsIn } from '../http/form.js';
import { LinkAddresses } from '../http/link-addresses.js';
import { callerOf, May } from '../http/rights.js';
import { sendAgain, sendOn, sendPast } from './answers.js';
import type { Look } from './look.js';
import { PageController } from './page-routes.js';
import { Pages } from './pages.js';
import { type AccountForm, accountPage, accountPath, accountsPage, linkPage } from './pages/accounts.js';
import { pastPage } from './pages/recording.js';

const NOTHING: AccountForm = { name: '', roles: [], department: '', endsOn: '', resumed: false };

/** The accounts, for whoever administers them. They are no part of the ledger: of them there is no past to look at. */
@PageController()
@May('administrator')
export class AccountPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(Accounts) private readonly accounts: Accounts,
    @Inject(LinkAddresses) private readonly addresses: LinkAddresses,
  ) {}

  @Get('konta')
  async list(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    return this.pages.show(request, reply, [], async (look) =>
      look.past ? pastPage(look) : accountsPage(look, await this.accounts.list(), NOTHING, undefined),
    );
  }

  @Post('konta')
  @HttpCode(201)
  async add(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const look = await this.pages.look(request, []);
    if (look.past) return sendPast(this.pages, reply, look);
    const form = formIn(request);
    if (form.resumed) {
      const accounts = await this.accounts.list();
      return sendAgain(this.pages, reply, look, accountsPage(look, accounts, form, undefined));
    }
    const { name, roles, department, endsOn } = form;
    try {
      const asked = { name, roles, ...(department !== '' && { department }), ...(endsOn !== '' && { endsOn }) };
      return this.show(request, reply, look, name, await this.accounts.add(asked, callerOf(request).actor));
    } catch (error) {
      const accounts = await this.accounts.list();
      return this.pages.again(request, reply, error, (look, amiss) => accountsPage(look, accounts, form, amiss));
    }
  }

  @Get('konta/:name')
  async one(
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    return this.pages.show(request, reply, [], async (look) => {
      if (look.past) return pastPage(look);
      const account = await this.named(name);
      return accountPage(look, account, formOf(account), undefined);
    });
  }

  @Post('konta/:name/zmiana')
  @HttpCode(303)
  async change(
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const look = await this.pages.look(request, []);
    if (look.past) return sendPast(this.pages, reply, look);
    const account = await this.named(name);
    const form = { ...formIn(request), name };
    if (form.resumed) return sendAgain(this.pages, reply, look, accountPage(look, account, form, undefined));
    const emptied = (text: string): string | null => (text === '' ? null : text);
    try {
      const { roles, department, endsOn } = form;
      const changes = { roles, department: emptied(department), endsOn: emptied(endsOn) };
      await this.accounts.change(name, changes, callerOf(request).actor);
    } catch (error) {
      return this.pages.again(request, reply, error, (look, amiss) => accountPage(look, account, form, amiss));
    }
    return sendOn(reply, look.href(accountPath(name)));
  }

  @Post('konta/:name/odnosnik')
  @HttpCode(201)
  async link(
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const look = await this.pages.look(request, []);
    if (look.past) return sendPast(this.pages, reply, look);
    return this.show(request, reply, look, name, await this.accounts.newLink(name, callerOf(request).actor));
  }

  @Post('konta/:name/zamkniecie')
  @HttpCode(303)
  async close(
    @Param('name') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const look = await this.pages.look(request, []);
    if (look.past) return sendPast(this.pages, reply, look);
    const account = await this.named(name);
    try {
      if (textIn(request.body, 'confirmed') !== 'true')
        refuseFaults([{ pointer: '/confirmed', detail: 'must be confirmed' }]);
      await this.accounts.close(name, callerOf(request).actor);
    } catch (error) {
      return this.pages.again(request, reply, error, (again, amiss) =>
        accountPage(again, account, formOf(account), undefined, amiss),
      );
    }
    return sendOn(reply, look.href(accountPath(name)));
  }

  private async named(name: string): Promise<ShownAccount> {
    const found = (await this.accounts.list()).find((each) => each.name === name);
    if (found === undefined) throw new Rejection('not-found', `there is no account of the name ${name}`);
    return found;
  }

  private show(request: FastifyRequest, reply: FastifyReply, look: Look, name: string, link: GivenLink): string {
    const address = this.addresses.of(link, `${request.protocol}://${request.host}`);
    return this.pages.send(reply, look, linkPage(look, name, address, link.endsAt));
  }
}

const formOf = ({ name, roles, department = '', endsOn = '' }: ShownAccount): AccountForm => ({
  ...NOTHING,
  name,
  roles,
  department,
  endsOn,
});

const formIn = ({ body }: FastifyRequest): AccountForm => ({
  name: textIn(body, 'name').trim(),
  roles: textsIn(body, 'roles'),
  department: textIn(body, 'department').trim(),
  endsOn: textIn(body, 'endsOn').trim(),
  resumed: textIn(body, 'do') === '',
});
