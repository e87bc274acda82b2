import type { VNode } from 'preact';
import type { ShownAccount } from '../../../application/access/accounts.js';
import { ZONE } from '../../../application/placing.js';
import { ROLES } from '../../../domain/kernel/event.js';
import { type Drawn, Section } from '../layout.js';
import type { Look } from '../look.js';
import type { Amiss } from '../pages.js';
import { TextField, WriteForm } from '../parts/forms.js';
import { type Column, Table } from '../parts/tables.js';
import { faultsOf, Told } from './session.js';

/** What a form of an account holds. */
export interface AccountForm {
  readonly name: string;
  readonly roles: readonly string[];
  readonly department: string;
  readonly endsOn: string;
  /** Sent without a button: by whoever had to sign in first. */
  readonly resumed: boolean;
}

export const accountPath = (name: string): string => `/konta/${encodeURIComponent(name)}`;

function stateOf({ t, f, at }: Look, { closedAt, ready, endsOn }: ShownAccount): string {
  if (closedAt !== undefined) return t.accounts.closed(f.moment(closedAt, ZONE));
  if (endsOn !== undefined && endsOn < at.directory.today) return t.accounts.ended;
  return ready ? t.accounts.open : t.accounts.noPassword;
}

const rolesIn = (look: Look, roles: readonly string[]): string => roles.map((role) => look.words.role(role)).join(', ');

function RoleBoxes({
  look,
  chosen,
  faults,
}: {
  readonly look: Look;
  readonly chosen: readonly string[];
  readonly faults: readonly string[];
}): VNode {
  return (
    <fieldset id="f-roles" aria-describedby={faults.length > 0 ? 'e-roles' : undefined}>
      <legend>{look.t.accounts.roles}</legend>
      {faults.length > 0 && (
        <p class="amiss" id="e-roles">
          {faults.join(' ')}
        </p>
      )}
      <div class="checks">
        {ROLES.map((role) => (
          <label>
            <input type="checkbox" name="roles" value={role} checked={chosen.includes(role)} /> {look.words.role(role)}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function Resumed({ look, form }: { readonly look: Look; readonly form: AccountForm }): VNode | null {
  if (!form.resumed) return null;
  return (
    <p class="warning" role="status">
      {look.t.forms.resumed}
    </p>
  );
}

/** The fields that a new account and a changed one have alike. */
function HolderFields({
  look,
  form,
  amiss,
}: {
  readonly look: Look;
  readonly form: AccountForm;
  readonly amiss: Amiss | undefined;
}): VNode {
  const a = look.t.accounts;
  return (
    <>
      <RoleBoxes look={look} chosen={form.roles} faults={faultsOf(look, amiss, '/roles')} />
      <TextField
        name="department"
        label={a.department}
        value={form.department}
        faults={faultsOf(look, amiss, '/department')}
      />
      <TextField
        name="endsOn"
        label={a.endsOn}
        type="date"
        value={form.endsOn}
        faults={faultsOf(look, amiss, '/endsOn')}
      />
    </>
  );
}

/** All accounts, and a form for another. */
export function accountsPage(
  look: Look,
  accounts: readonly ShownAccount[],
  form: AccountForm,
  amiss: Amiss | undefined,
): Drawn {
  const { t, f } = look;
  const a = t.accounts;
  const columns: readonly Column<ShownAccount>[] = [
    { head: t.session.name, cell: ({ name }) => <a href={look.href(accountPath(name))}>{name}</a> },
    { head: a.roles, cell: ({ roles }) => rolesIn(look, roles) },
    { head: a.department, cell: ({ department }) => department ?? t.none },
    { head: a.endsOn, cell: ({ endsOn }) => (endsOn === undefined ? t.none : f.day(endsOn)) },
    { head: a.state, cell: (account) => stateOf(look, account) },
  ];
  return {
    title: a.list,
    body: (
      <>
        <p>{a.means}</p>
        {accounts.length === 0 ? (
          <p class="lead">{a.noAccounts}</p>
        ) : (
          <Table look={look} caption={a.list} hidden columns={columns} rows={accounts} />
        )}
        <Section title={a.add} id="add">
          <Told look={look} amiss={amiss} otherwise={a.taken} />
          <Resumed look={look} form={form} />
          <WriteForm look={look} action="/konta" class="narrow">
            <TextField
              name="name"
              label={t.session.name}
              value={form.name}
              hint={t.session.nameHint}
              faults={faultsOf(look, amiss, '/name')}
              autocomplete="off"
              required
            />
            <HolderFields look={look} form={form} amiss={amiss} />
            <div class="actions">
              <button class="button" name="do" value="record">
                {a.addButton}
              </button>
            </div>
          </WriteForm>
        </Section>
      </>
    ),
  };
}

/** One account: what may become different of it. @param closing what is amiss with closing it */
export function accountPage(
  look: Look,
  account: ShownAccount,
  form: AccountForm,
  amiss: Amiss | undefined,
  closing?: Amiss,
): Drawn {
  const { t } = look;
  const a = t.accounts;
  const path = accountPath(account.name);
  return {
    title: account.name,
    kicker: stateOf(look, account),
    body: (
      <>
        {account.closedAt === undefined ? (
          <>
            <Section title={a.change} id="change">
              <Told look={look} amiss={amiss} otherwise={a.isClosed} />
              <Resumed look={look} form={form} />
              <WriteForm look={look} action={`${path}/zmiana`} class="narrow">
                <HolderFields look={look} form={form} amiss={amiss} />
                <div class="actions">
                  <button class="button" name="do" value="record">
                    {a.changeButton}
                  </button>
                </div>
              </WriteForm>
            </Section>
            <Section title={a.reset} id="reset">
              <p>{a.resetMeans}</p>
              <WriteForm look={look} action={`${path}/odnosnik`}>
                <button>{a.resetButton}</button>
              </WriteForm>
            </Section>
            <Section title={a.closing} id="closing">
              <p>{a.closingMeans}</p>
              <Closing look={look} name={account.name} amiss={closing} />
            </Section>
          </>
        ) : (
          <p>{rolesIn(look, account.roles)}</p>
        )}
        <p>
          <a href={look.href('/konta')}>{a.back}</a>
        </p>
      </>
    ),
  };
}

/** Closing is for good, so that it is said twice (WCAG 2.1, 3.3.4). */
function Closing({
  look,
  name,
  amiss,
}: {
  readonly look: Look;
  readonly name: string;
  readonly amiss: Amiss | undefined;
}): VNode {
  const a = look.t.accounts;
  const [unconfirmed] = faultsOf(look, amiss, '/confirmed');
  return (
    <WriteForm look={look} action={`${accountPath(name)}/zamkniecie`}>
      {unconfirmed === undefined ? (
        <Told look={look} amiss={amiss} otherwise={look.words.fault(amiss?.detail ?? '')} />
      ) : (
        <p class="amiss" id="e-confirmed" role="alert">
          {unconfirmed}
        </p>
      )}
      <div class="checks">
        <label>
          <input
            type="checkbox"
            name="confirmed"
            value="true"
            aria-describedby={unconfirmed === undefined ? undefined : 'e-confirmed'}
            aria-invalid={unconfirmed === undefined ? undefined : 'true'}
          />{' '}
          {a.closeConfirm(name)}
        </label>
      </div>
      <div class="actions">
        <button>{a.closeButton}</button>
      </div>
    </WriteForm>
  );
}

/** A link, shown once. @param address whole, as it is handed to the account's owner */
export function linkPage(look: Look, name: string, address: string, endsAt: string): Drawn {
  const a = look.t.accounts;
  return {
    title: a.linkTitle(name),
    personal: true,
    body: (
      <>
        <p class="lead">{a.linkMeans(look.f.moment(endsAt, ZONE))}</p>
        <p>
          <code>{address}</code>
        </p>
        <p>
          <a href={look.href('/konta')}>{a.back}</a>
        </p>
      </>
    ),
  };
}
