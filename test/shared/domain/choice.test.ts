import { describe, expect, it } from 'vitest';
import {
  type ChoiceRecord,
  type ChoiceRequest,
  choiceAt,
  initialChoice,
  nextChoice,
} from '../../../src/shared/domain/choice.ts';

const NOW = 1_000_000_000;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const HOUR_S = 3_600;

const onLaptop = { ageMs: 0, deviceId: 'laptop' };
const onPhone = { ageMs: 0, deviceId: 'phone' };

/** The record after a choice that is taken. */
function choose(
  standing: ChoiceRecord,
  request: ChoiceRequest,
  origin = onLaptop,
  now = NOW,
): ChoiceRecord {
  const record = nextChoice(standing, request, origin, now);
  if (record === null) throw new Error('was not taken');
  return record;
}

describe('what a choice means', () => {
  it('PR2: it stands until changed where it is not timed', () => {
    const record = choose(initialChoice(0), { choice: 'busy', note: 'On a call' });
    expect(record).toMatchObject({ madeAt: NOW, madeOn: 'laptop' });
    expect(choiceAt(record, NOW + 10 ** 12)).toEqual({
      choice: 'busy',
      until: null,
      note: 'On a call',
    });
  });

  it('PR8: a timed one ends with what stood before it, without its note', () => {
    const request = { choice: 'busy', forSeconds: HOUR_S, note: 'On a call' } as const;
    const record = choose(initialChoice(0), request);
    const end = NOW + HOUR;
    expect(choiceAt(record, end - 1)).toEqual({ choice: 'busy', until: end, note: 'On a call' });
    expect(choiceAt(record, end)).toEqual({ choice: 'online', until: null, note: null });
  });

  it('PR8: one timed choice after another ends with what stood untimed before both', () => {
    const first = choose(initialChoice(0), { choice: 'busy', forSeconds: HOUR_S });
    const request = { choice: 'busy', forSeconds: 2 * HOUR_S } as const;
    const second = choose(first, request, onLaptop, NOW + 1);
    expect(choiceAt(second, NOW + 3 * HOUR).choice).toBe('online');
  });

  it('PR8: a timed choice after one that is over ends with what that one ended with', () => {
    const first = choose(initialChoice(0), { choice: 'busy', forSeconds: HOUR_S });
    const request = { choice: 'busy', forSeconds: HOUR_S } as const;
    const second = choose(first, request, onLaptop, NOW + 2 * HOUR);
    expect(second.fallback).toBe('online');
  });
});

describe('which of two choices stands', () => {
  const busyOnLaptop = choose(initialChoice(0), { choice: 'busy' });
  const online = { choice: 'online' } as const;
  const later = NOW + 10 * MINUTE;

  it.each([
    ['later', 9 * MINUTE, 'online'],
    ['at the same moment', 10 * MINUTE, 'online'],
    ['earlier', 10 * MINUTE + 1, 'busy'],
  ])('PR10: of two devices’, where the one that arrives was made %s', (_, ageMs, stands) => {
    const next = nextChoice(busyOnLaptop, online, { ...onPhone, ageMs }, later);
    expect(choiceAt(next ?? busyOnLaptop, later).choice).toBe(stands);
  });

  it('PR10: later for having been made later, even where it arrives first', () => {
    const first = choose(initialChoice(0), online, { ...onPhone, ageMs: MINUTE });
    expect(
      nextChoice(first, { choice: 'busy' }, { ...onLaptop, ageMs: 2 * MINUTE }, NOW),
    ).toBeNull();
  });

  it.each([0, MINUTE, 20 * MINUTE, 2 ** 31 - 1])(
    'PR10: a device’s own next one, whatever its age seems to be (%s ms)',
    (ageMs) => {
      const next = choose(busyOnLaptop, online, { ...onLaptop, ageMs }, later);
      expect(choiceAt(next, later).choice).toBe('online');
      expect(next.madeAt).toBeGreaterThanOrEqual(busyOnLaptop.madeAt);
    },
  );

  it('PR10: one that is sent again, as its answer was lost, changes nothing', () => {
    const request = { choice: 'busy', forSeconds: HOUR_S, note: 'On a call' } as const;
    const first = choose(initialChoice(0), request, { ...onLaptop, ageMs: MINUTE });
    const again = choose(first, request, { ...onLaptop, ageMs: MINUTE + 5_000 }, NOW + 5_000);
    expect(again).toEqual(first);
    const over = NOW + 2 * HOUR;
    const late = choose(first, request, { ...onLaptop, ageMs: MINUTE + 2 * HOUR }, over);
    expect(late).toEqual(first);
  });

  it('PR10: one that is sent again does not undo what another device chose since', () => {
    const onPhoneSince = choose(busyOnLaptop, online, onPhone, NOW + MINUTE);
    const again = { ...onLaptop, ageMs: 2 * MINUTE };
    expect(nextChoice(onPhoneSince, { choice: 'busy' }, again, NOW + 2 * MINUTE)).toBeNull();
  });

  it('PR8, PR10: the time of one that arrives late runs from when it was made', () => {
    const request = { choice: 'busy', forSeconds: HOUR_S } as const;
    const record = choose(initialChoice(0), request, { ...onLaptop, ageMs: 40 * MINUTE });
    expect(record).toMatchObject({ madeAt: NOW - 40 * MINUTE, until: NOW + 20 * MINUTE });
  });

  it('PR8, PR10: after a timed one that is over when it arrives, what stood before stands', () => {
    const request = { choice: 'online', forSeconds: HOUR_S, note: 'Back' } as const;
    const origin = { ...onPhone, ageMs: 2 * HOUR };
    const now = NOW + 3 * HOUR;
    const record = choose(busyOnLaptop, request, origin, now);
    expect(choiceAt(record, now)).toEqual({ choice: 'busy', until: null, note: null });
  });

  it('PR10: one made longer ago than the clock can tell is as old as can be', () => {
    const early = { ...onLaptop, ageMs: 2 ** 31 - 1 };
    expect(choose(initialChoice(0), { choice: 'busy' }, early)).toMatchObject({ madeAt: 0 });
  });

  it.each([onLaptop, onPhone])(
    'PR10: the one that arrives, where the clock was set back behind the other ($deviceId)',
    (origin) => {
      const earlier = NOW - 3 * HOUR;
      const next = choose(busyOnLaptop, online, { ...origin, ageMs: 20 }, earlier);
      expect(next).toMatchObject({ choice: 'online', madeAt: earlier - 20 });
    },
  );
});
