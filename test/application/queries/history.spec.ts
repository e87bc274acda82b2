import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HistoryHandler, type HistoryLine, HistoryQuery } from '../../../src/application/queries/history.js';
import type { Json } from '../../../src/domain/kernel/json.js';
import type { ActivityDoc } from '../../../src/domain/views/register.js';
import { type Done, Ledger } from '../../support/ledger.js';
import { randomLedger, turns } from '../../support/random-ledger.js';
import { runs } from '../../support/runs.js';

const historyOf = async (ledger: Ledger, { id }: Pick<Done, 'id'>, asOf?: string): Promise<readonly HistoryLine[]> =>
  (await new HistoryHandler(ledger.asOf, ledger.events).execute(new HistoryQuery(id, asOf))).value;

/** A line's changes as `path: before -> after`. */
const told = (line: HistoryLine | undefined): string[] =>
  (line?.changes ?? [])
    .map(({ path, before, after }) => `${path}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`)
    .sort();

describe('the history of an activity', () => {
  it('tells what each event changed, who recorded it, when and why', async () => {
    const ledger = await Ledger.open('2023-01-02');
    ledger.clock.set('2023-06-20');
    const grant = await ledger.record(
      'support-action',
      { occurredOn: '2023-06-19', on: '2023-06-19' },
      { actor: { id: 'ania', roles: ['recorder'], department: 'promocja' } },
    );
    ledger.clock.set('2023-07-01');
    await ledger.step(grant, 'deliver', { on: '2023-06-30', amount: 100_000, final: false });
    await ledger.step(grant, 'deliver', { on: '2023-07-01', amount: 350_000 });
    await ledger.correct(grant, { place: 'Pigża', 'steps.deliver.0.amount': 90_000, caseSigns: null });
    await ledger.undo(grant);
    const other = await ledger.record('support-action', { occurredOn: '2023-06-19', on: '2023-06-19' });
    const annulled = await ledger.annul(grant, other.id);
    await ledger.restore(grant);

    const lines = await historyOf(ledger, grant);
    expect(lines.map(({ type }) => type)).toEqual([
      'SupportGranted',
      'SupportDelivered',
      'SupportDelivered',
      'SupportActionCorrected',
      'SupportActionStepUndone',
      'SupportActionAnnulled',
      'SupportActionRestored',
    ]);
    const [recorded, first, second, corrected, undone, annulment, restored] = lines;
    expect(recorded).toMatchObject({
      by: 'ania',
      department: 'promocja',
      roles: ['recorder'],
      recordedAt: '2023-06-20T12:00:00.000Z',
    });
    expect(recorded?.reason).toBeUndefined();
    // The organisation was registered on the way, one position before.
    expect(recorded?.position).toBe(String(grant.position));
    const begun = told(recorded);
    expect(begun).toContain('status: null -> "granted"');
    expect(begun).toContain('steps.grant.amount: null -> 450000');
    expect(begun).toContain('form: null -> "grant"');
    expect(begun.join()).not.toContain('steps.grant.by');

    expect(told(first)).toEqual([
      'status: "granted" -> "in-delivery"',
      'steps.deliver.amount: null -> 100000',
      'steps.deliver.final: null -> false',
      'steps.deliver.on: null -> "2023-06-30"',
    ]);
    // Taken twice, the times are told apart, and the first one's fields do not look new.
    expect(told(second)).toEqual([
      'status: "in-delivery" -> "delivered"',
      'steps.deliver.1.amount: null -> 350000',
      'steps.deliver.1.on: null -> "2023-07-01"',
    ]);
    expect(corrected?.reason).toBe('powód podany w teście');
    expect(told(corrected)).toEqual([
      'caseSigns: ["PE.524.18.2023"] -> null',
      'place: null -> "Pigża"',
      'steps.deliver.0.amount: 100000 -> 90000',
    ]);
    expect(told(undone)).toEqual([
      'status: "delivered" -> "in-delivery"',
      'steps.deliver.1.amount: 350000 -> null',
      'steps.deliver.1.on: "2023-07-01" -> null',
    ]);
    expect(annulment).toMatchObject({
      by: 'manager',
      reason: 'powód podany w teście',
      position: String(annulled.position),
    });
    expect(told(annulment)).toEqual([`replacedBy: null -> "${other.id}"`, 'status: "in-delivery" -> "annulled"']);
    expect(told(restored)).toEqual([`replacedBy: "${other.id}" -> null`, 'status: "annulled" -> "in-delivery"']);
  });

  it('tells the file and row that an import took it from', async () => {
    const ledger = await Ledger.open('2023-01-02');
    const origin = { file: 'ab'.repeat(32), row: 17 };
    const contact = await ledger.record('contact', { occurredOn: '2022-05-01', followUpDue: null }, { origin });
    expect((await historyOf(ledger, contact))[0]).toMatchObject({ origin });
  });

  it('as of a past point, ends there', async () => {
    const ledger = await Ledger.open('2023-06-01');
    ledger.clock.set('2023-06-20');
    const contact = await ledger.record('contact');
    const closed = await ledger.step(contact, 'close-follow-up', { outcome: 'ustalono' });
    ledger.clock.set('2023-06-21');
    await ledger.correct(contact, { title: 'Inaczej' });
    const types = async (asOf?: string): Promise<string[]> =>
      (await historyOf(ledger, contact, asOf)).map(({ type }) => type);
    expect(await types()).toHaveLength(3);
    expect(await types('2023-06-20')).toEqual(['ContactRecorded', 'FollowUpClosed']);
    expect(await types(String(closed.position - 1))).toEqual(['ContactRecorded']);
    expect(await types('2023-06-21T11:00:00Z')).toHaveLength(2);
    await expect(types('2023-06-19')).rejects.toMatchObject({ code: 'not-found' });
    await expect(historyOf(ledger, { id: 'nobody' })).rejects.toMatchObject({ code: 'not-found' });
  });

  it('leads, change by change, from nothing to the activity as it stands', async () => {
    await fc.assert(
      fc.asyncProperty(turns(60), async (dice) => {
        const ledger = await Ledger.of(randomLedger(dice), '2026-01-15');
        for (const doc of (await ledger.store.find('g1', 'register', { at: 'now' })) as readonly ActivityDoc[]) {
          const state = new Map<string, Json>();
          for (const { changes } of await historyOf(ledger, doc)) {
            for (const { path, before, after } of changes) {
              // A path that gains its number where a step is repeated is the same place.
              const known = state.get(path) ?? state.get(path.replace(/\.0\.(\w+)$/, '.$1')) ?? null;
              expect(before).toEqual(known);
              state.set(path, after);
            }
          }
          expect(state.get('status')).toBe(doc.status);
          for (const [field, value] of Object.entries(doc.details)) expect(state.get(field)).toEqual(value);
        }
      }),
      runs(25),
    );
  }, 60_000);
});
