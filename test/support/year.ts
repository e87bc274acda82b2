import { GMINA, OFFICIAL, ORGANISATION } from '../../src/domain/registers/registers.js';
import { type Done, Ledger } from './ledger.js';

/** Half a year of a small office, told activity by activity: every filter of the register finds something else in it. */
export interface Year {
  readonly ledger: Ledger;
  readonly done: Readonly<Record<string, Done>>;
  /** What each activity is called here, by id. */
  readonly names: ReadonlyMap<string, string>;
  readonly official: string;
  readonly kgw: string;
  readonly oldKgw: string;
}

const COLLEAGUE = { actor: { id: 'colleague', roles: ['recorder'] } } as const;
const FILE = 'ab'.repeat(32);

export async function year(): Promise<Year> {
  const ledger = await Ledger.open('2023-01-02');
  const { clock } = ledger;
  const official = await ledger.enter(OFFICIAL, { name: 'Zofia Wymyślona', function: 'wicestarosta' });
  const kgw = await ledger.enter(ORGANISATION, { name: 'KGW Brąchnowo', aliases: [] });
  const oldKgw = await ledger.enter(ORGANISATION, { name: 'Koło z Brąchnowa', aliases: [] });

  clock.set('2023-01-10');
  const phone = await ledger.record('contact', { occurredOn: '2023-01-09', followUpDue: '2023-02-10' });

  clock.set('2023-02-15');
  // 57 days late.
  const feast = await ledger.record(
    'attendance',
    {
      occurredOn: '2022-12-20',
      on: null,
      caseSigns: ['PE.0541.12.2022'],
      representatives: [{ official, inPlaceOf: 'starosta', parts: ['speech'] }],
    },
    COLLEAGUE,
  );
  const closed = await ledger.step(phone, 'close-follow-up', { outcome: 'termin ustalono' });

  clock.set('2023-03-01');
  const beneficiary = (id: string): object => ({ beneficiary: { id }, promisedBy: null, amount: null, decision: null });
  const grant = await ledger.record('support-action', {
    ...beneficiary(oldKgw),
    step: 'request',
    occurredOn: '2023-02-27',
    on: '2023-03-01',
    gminas: ['0415022', '0415052'],
  });
  await ledger.step(grant, 'grant', {
    decision: { organ: 'Zarząd Powiatu', number: '9/2023', date: '2023-03-01' },
    amount: 450_000,
    promisedBy: '2023-04-30',
  });
  const refused = await ledger.record('support-action', {
    ...beneficiary(kgw),
    step: 'request',
    occurredOn: '2023-03-01',
    on: '2023-03-01',
  });

  // The same minute holds several events: as of a position tells them apart.
  clock.set('2023-03-20');
  await ledger.change(ORGANISATION, oldKgw, 'OrganisationMerged', { into: kgw, reason: 'to samo koło' });
  await ledger.step(refused, 'refuse', { reason: 'brak środków' });
  const road = await ledger.record('joint-investment', { occurredOn: '2023-02-01', on: '2023-02-01' });
  await ledger.step(road, 'agree', { on: '2023-03-15', partners: [{ gmina: '0415072', share: 90_000_000 }] });

  clock.set('2023-04-12');
  const outside = await ledger.record('joint-initiative', {
    occurredOn: '2023-04-11',
    scope: 'outside',
    strategyItems: [],
    on: null,
    title: 'Konkurs w Grudziądzu',
  });
  const imported = await ledger.record(
    'contact',
    { occurredOn: '2022-05-01', occurredPrecision: 'year', followUpDue: null, gminas: ['0415011'], strategyItems: [] },
    { origin: { file: FILE, row: 2 } },
  );
  const twice = await ledger.record('contact', { occurredOn: '2023-01-09', followUpDue: null });
  await ledger.annul(twice, phone.id);

  clock.set('2023-05-02');
  await ledger.change(GMINA, '0415052', 'GminaRecoded', { terc: '0415053', kind: 'urban-rural', from: '2023-05-01' });
  const campaign = await ledger.record('campaign', { step: 'plan', on: null, links: [road.id], occurredUntil: null });
  await ledger.correct(campaign, { title: 'Kampania rowerowa', place: 'Łubianka' });
  const invited = await ledger.record('attendance', {
    step: 'invite',
    occurredOn: '2023-06-24',
    replyBy: '2023-05-20',
    representatives: null,
    on: null,
    strategyItems: ['T2', 'G2.2'],
  });

  clock.set('2023-06-30');
  const done = { phone: closed, feast, grant, refused, road, outside, imported, twice, campaign, invited };
  const names = new Map(Object.entries(done).map(([name, { id }]) => [id, name]));
  return { ledger, done, names, official, kgw, oldKgw };
}
