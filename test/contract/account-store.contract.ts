import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type {
  Account,
  AccountsCheck,
  AccountStore,
  PasswordLink,
  Session,
} from '../../src/application/ports/account-store.js';
import { Rejection } from '../../src/domain/kernel/rejection.js';
import { REFUSED } from './event-store.fixture.js';

/** What an adapter brings: a store of its own at each call, empty; and another one on the same accounts. */
export interface AccountAdapter {
  readonly name: string;
  readonly open: () => Promise<{
    readonly store: AccountStore;
    readonly beside: () => Promise<AccountStore>;
    readonly discard: () => Promise<void>;
  }>;
}

const TAKEN = { name: 'Rejection', code: 'state' };
const MISSING = { name: 'Rejection', code: 'not-found' };
const MORNING = '2024-03-04T08:00:00.000Z';
const EVENING = '2024-03-04T20:00:00.000Z';

const account = (name: string, more: Partial<Account> = {}): Account => ({
  name,
  password: '$argon2id$v=19$m=8,t=1,p=1$c2FsdA$aGFzaA',
  roles: ['recorder'],
  createdAt: MORNING,
  ...more,
});
const session = (of: string, hash: string, more: Partial<Session> = {}): Session => ({
  hash,
  account: of,
  openedAt: MORNING,
  seenAt: MORNING,
  endsAt: EVENING,
  ...more,
});
const link = (of: string | null, hash: string): PasswordLink => ({ hash, account: of, endsAt: EVENING });

/** Every adapter of the port of the accounts passes this. */
export function accountStoreContract({ name, open }: AccountAdapter): void {
  describe(`an account store (${name})`, () => {
    let store: AccountStore;
    let beside: () => Promise<AccountStore>;
    let discard: () => Promise<void>;

    beforeEach(async () => {
      ({ store, beside, discard } = await open());
    });
    afterEach(() => discard());

    it('knows nobody at first', async () => {
      expect(await store.all()).toEqual([]);
      expect(await store.named('pracownik-1')).toBeNull();
      expect(await store.session('a')).toBeNull();
      expect(await store.link('a')).toBeNull();
      expect(await store.takeLink('a')).toBeNull();
    });

    it.each<[string, Account]>([
      [
        'everything that is said of it',
        account('audytor-1', { roles: ['auditor'], department: 'Wydział Kontroli', endsOn: '2024-12-31' }),
      ],
      ['nothing that is not', account('pracownik-1')],
      ['that no password was chosen yet', account('nowy', { password: null })],
      ['several roles, in their order', account('wszystko', { roles: ['recorder', 'manager', 'administrator'] })],
      ['letters of any script', account('śćżł-漢', { department: 'Ó\u{1F5D2} "\'; --' })],
      ['that it is closed', account('były', { closedAt: EVENING })],
    ])('keeps of an account %s', async (_, given) => {
      await store.add(given);
      await store.add(account('inny'));
      expect(await store.named(given.name)).toEqual(given);
    });

    it('finds an account by exactly its name', async () => {
      await store.add(account('Pracownik-1'));
      for (const other of ['pracownik-1', 'Pracownik-1 ', 'Pracownik', '%', ''])
        expect(await store.named(other)).toBeNull();
    });

    it('lists them by name', async () => {
      for (const each of ['ż', 'b', 'B', 'a-10', 'a-2']) await store.add(account(each));
      expect((await store.all()).map((each) => each.name)).toEqual(['B', 'a-10', 'a-2', 'b', 'ż']);
    });

    it('gives a name once, also when its account was closed, and keeps the first', async () => {
      await store.add(account('pracownik-1'));
      const second = account('pracownik-1', { roles: ['administrator'] });
      await expect(store.add(second)).rejects.toMatchObject(TAKEN);
      await store.closeAccount('pracownik-1', EVENING);
      await expect(store.add(second)).rejects.toMatchObject(TAKEN);
      expect(await store.named('pracownik-1')).toMatchObject({ roles: ['recorder'] });
    });

    it('gives a name once when it is asked for twice at the same time', async () => {
      const tries = await Promise.allSettled([1, 2, 3].map(() => store.add(account('pracownik-1'))));
      expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    it('changes what is said to change, and nothing else', async () => {
      const before = account('a', { department: 'Wydział Promocji', endsOn: '2024-12-31' });
      await store.add(before);
      await store.add(account('b'));
      await store.change('a', {});
      expect(await store.named('a')).toEqual(before);
      await store.change('a', { roles: ['recorder', 'manager'], endsOn: '2025-12-31' });
      expect(await store.named('a')).toEqual({ ...before, roles: ['recorder', 'manager'], endsOn: '2025-12-31' });
      await store.change('a', { department: null, endsOn: null, password: 'other' });
      expect(await store.named('a')).toEqual(account('a', { roles: ['recorder', 'manager'], password: 'other' }));
      expect(await store.named('b')).toEqual(account('b'));
      await expect(store.change('c', { password: 'x' })).rejects.toMatchObject(MISSING);
    });

    it('closes an account, from when on it says so, and no other', async () => {
      await store.add(account('a'));
      await store.add(account('b'));
      await store.closeAccount('a', MORNING);
      await store.closeAccount('a', EVENING);
      expect((await store.all()).map((each) => [each.name, each.closedAt])).toEqual([
        ['a', MORNING],
        ['b', undefined],
      ]);
      await expect(store.closeAccount('c', EVENING)).rejects.toMatchObject(MISSING);
    });

    it.each<[string, (on: AccountStore, name: string, check: AccountsCheck) => Promise<void>]>([
      ['closes', (on, name, check) => on.closeAccount(name, EVENING, check)],
      ['changes', (on, name, check) => on.change(name, { roles: ['recorder'] }, check)],
    ])(
      '%s none that a check of all of them refuses, also when another is taken away at the same time',
      async (_, take) => {
        const other = await beside();
        const administers = ({ roles, closedAt }: Account): boolean =>
          roles.includes('administrator') && closedAt === undefined;
        const check = (accounts: readonly Account[]): void => {
          expect(accounts.map(({ name: each }) => each)).toEqual(['a', 'b', 'c']);
          if (accounts.filter(administers).length < 2) throw new Rejection('state', 'the last one');
        };
        await store.add(account('a', { roles: ['administrator'] }));
        await store.add(account('b', { roles: ['administrator'] }));
        await store.add(account('c'));
        const tries = await Promise.allSettled([take(store, 'a', check), take(other, 'b', check)]);
        expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
        expect(tries.find(({ status }) => status === 'rejected')).toMatchObject({ reason: TAKEN });
        const left = (await store.all()).filter(administers);
        expect(left).toHaveLength(1);
        await store.openSession(session(left[0]?.name ?? '', '1'));
        await expect(take(store, left[0]?.name ?? '', check)).rejects.toMatchObject(TAKEN);
        expect((await store.all()).filter(administers)).toEqual(left);
        expect(await store.session('1')).not.toBeNull();
        await other.close();
      },
    );

    it('keeps a session until it is ended, and says when it was seen', async () => {
      await store.add(account('a'));
      await store.openSession(session('a', '1'));
      await store.openSession(session('a', '2'));
      expect(await store.session('1')).toEqual(session('a', '1'));
      await store.seen('1', '2024-03-04T09:00:00.000Z');
      await store.seen('none', '2024-03-04T09:00:00.000Z');
      expect(await store.session('1')).toEqual(session('a', '1', { seenAt: '2024-03-04T09:00:00.000Z' }));
      await store.endSession('1');
      await store.endSession('1');
      expect(await store.session('1')).toBeNull();
      expect(await store.session('2')).toEqual(session('a', '2'));
    });

    it('forgets the sessions that have ended when another opens', async () => {
      await store.add(account('a'));
      await store.openSession(session('a', 'ends'));
      await store.openSession(session('a', 'goes-on', { endsAt: '2024-03-04T20:00:00.001Z' }));
      await store.openSession(session('a', 'new', { openedAt: EVENING, endsAt: '2024-03-05T08:00:00.000Z' }));
      expect(await store.session('ends')).toBeNull();
      expect(await store.session('goes-on')).not.toBeNull();
      expect(await store.session('new')).not.toBeNull();
    });

    it.each<[string, (of: string) => Promise<void>]>([
      ['a new password', (of) => store.change(of, { password: 'new' })],
      ['closing', (of) => store.closeAccount(of, EVENING)],
    ])('ends with %s the sessions and the link of that account alone', async (_, end) => {
      for (const each of ['a', 'b']) {
        await store.add(account(each));
        await store.openSession(session(each, `session-${each}`));
        await store.putLink(link(each, `link-${each}`));
      }
      await store.change('a', { roles: ['manager'] });
      expect(await store.session('session-a')).not.toBeNull();
      expect(await store.link('link-a')).not.toBeNull();
      await end('a');
      expect([await store.session('session-a'), await store.link('link-a')]).toEqual([null, null]);
      expect(await store.session('session-b')).not.toBeNull();
      expect(await store.link('link-b')).not.toBeNull();
    });

    it('keeps one link an account, and one that is nobody’s yet', async () => {
      for (const each of ['a', 'b', null]) await store.putLink(link(each, `first-${String(each)}`));
      expect(await store.link('first-null')).toEqual(link(null, 'first-null'));
      await store.putLink(link('a', 'second-a'));
      await store.putLink(link(null, 'second-null'));
      expect([await store.link('first-a'), await store.link('first-null')]).toEqual([null, null]);
      expect(await store.link('second-a')).toEqual(link('a', 'second-a'));
      expect(await store.link('first-b')).toEqual(link('b', 'first-b'));
    });

    it('gives a link to one of those who take it at the same time', async () => {
      await store.putLink(link('a', '1'));
      const taken = await Promise.all([1, 2, 3].map(() => store.takeLink('1')));
      expect(taken.filter((each) => each !== null)).toEqual([link('a', '1')]);
      expect(await store.link('1')).toBeNull();
    });

    it('tells another process at once', async () => {
      const other = await beside();
      await other.add(account('a'));
      await other.openSession(session('a', '1'));
      expect(await store.session('1')).not.toBeNull();
      await store.closeAccount('a', EVENING);
      expect(await other.named('a')).toMatchObject({ closedAt: EVENING });
      expect(await other.session('1')).toBeNull();
      await other.close();
    });

    it('is not available any more when it was closed, which may be done twice', async () => {
      await store.close();
      await store.close();
      for (const ask of [
        () => store.add(account('a')),
        () => store.named('a'),
        () => store.all(),
        () => store.change('a', {}),
        () => store.closeAccount('a', EVENING),
        () => store.openSession(session('a', '1')),
        () => store.session('1'),
        () => store.seen('1', EVENING),
        () => store.endSession('1'),
        () => store.putLink(link('a', '1')),
        () => store.link('1'),
        () => store.takeLink('1'),
      ])
        await expect(ask()).rejects.toMatchObject(REFUSED.unavailable);
    });
  });
}
