import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAUSES, STATUSES } from '../../../src/shared/domain/status.ts';
import {
  packStatuses,
  type SeatStatus,
  unpackStatuses,
} from '../../../src/shared/protocol/packed-statuses.ts';

const NOW = Date.UTC(2026, 10, 23, 9, 0, 0, 250);
const HOUR = 3_600_000;

const anyStatus = fc.record(
  {
    seat: fc.nat({ max: 20_000 }),
    status: fc.constantFrom(...STATUSES),
    cause: fc.constantFrom(...CAUSES),
    since: fc.integer({ min: 0, max: NOW + 365 * 24 * HOUR }),
    until: fc.integer({ min: 0, max: NOW + 48 * HOUR }),
    note: fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' }),
  },
  { requiredKeys: ['seat', 'status', 'cause', 'since'] },
);

describe('packed statuses', () => {
  it('arrive as they were, with the second in which they began', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyStatus, { selector: ({ seat }) => seat, maxLength: 60 }),
        fc.integer({ min: 0, max: NOW * 2 }),
        (statuses, at) => {
          const packed = JSON.parse(JSON.stringify(packStatuses(statuses, at)));
          expect(bySeat(unpackStatuses(packed))).toEqual(bySeat(statuses.map(toTheSecond)));
        },
      ),
    );
  });

  it('are nothing but known statuses, whatever text there is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'ABCDgh01-_=é') }), (statuses) => {
        try {
          for (const one of unpackStatuses({ at: NOW, statuses })) {
            expect(STATUSES).toContain(one.status);
            expect(CAUSES).toContain(one.cause);
            expect(Number.isSafeInteger(one.seat) && Number.isSafeInteger(one.since)).toBe(true);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });

  it('cost at most 30 kB for a team of 5,000 as it is on a Monday', () => {
    const team = Array.from({ length: 5_000 }, (_, seat): SeatStatus => {
      const ago = (seat * 7_919_000) % (100 * HOUR);
      if (seat % 3 === 0)
        return { seat, status: 'online', cause: 'returned', since: NOW - ago / 20 };
      if (seat % 3 === 1) return { seat, status: 'busy', cause: 'chosen', since: NOW - ago / 20 };
      return { seat, status: 'offline', cause: 'inactivity', since: NOW - ago };
    });
    expect(packStatuses(team, NOW).statuses.length).toBeLessThan(30_000);
  });

  it('cost two bytes each where many come within a second', () => {
    const arrivals = Array.from(
      { length: 200 },
      (_, no): SeatStatus => ({
        seat: (no * 7_919) % 3_000,
        status: 'online',
        cause: 'signed-in',
        since: NOW - (no % 250),
      }),
    );
    expect(packStatuses(arrivals, NOW).statuses.length).toBeLessThan(400);
  });
});

function toTheSecond(one: SeatStatus): SeatStatus {
  return { ...one, since: Math.floor(one.since / 1000) * 1000 };
}

function bySeat(statuses: readonly SeatStatus[]): readonly SeatStatus[] {
  return statuses.toSorted((a, b) => a.seat - b.seat);
}
