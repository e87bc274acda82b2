import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { Calendar } from '../../src/domain/kernel/day.js';
import { runs } from '../support/runs.js';

const ZONES = ['Europe/Warsaw', 'UTC', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu'];

describe('a calendar', () => {
  it('tells the day of any instant, in whatever order it is asked, as the clock on the wall there does', () => {
    const calendars = new Map(ZONES.map((zone) => [zone, new Calendar(zone)]));
    const from = Date.parse('2000-01-01T00:00:00.000Z');
    const instants = fc.integer({ min: 0, max: 50 * 365 * 86_400_000 }).map((after) => new Date(from + after));
    fc.assert(
      fc.property(fc.constantFrom(...ZONES), instants, (zone, instant) => {
        const text = instant.toISOString();
        const wall = DateTime.fromISO(text, { zone }).toFormat('yyyy-MM-dd');
        expect(calendars.get(zone)!.dayOf(text)).toBe(wall);
      }),
      runs(2000),
    );
  });

  it('begins a day at midnight there, also when the clocks change', () => {
    const calendar = new Calendar('Europe/Warsaw');
    expect(calendar.dayOf('2024-03-30T22:59:59.999Z')).toBe('2024-03-30');
    expect(calendar.dayOf('2024-03-30T23:00:00.000Z')).toBe('2024-03-31');
    expect(calendar.dayOf('2024-03-31T21:59:59.999Z')).toBe('2024-03-31');
    expect(calendar.dayOf('2024-03-31T22:00:00.000Z')).toBe('2024-04-01');
  });
});
