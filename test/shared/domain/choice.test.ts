import { describe, expect, it } from 'vitest';
import { applyChoice, choiceAt, initialChoice } from '../../../src/shared/domain/choice.ts';

const NOW = 1_000_000;
const HOUR_S = 3_600;

describe('applyChoice', () => {
  it('PR2: stands until changed where it is not timed', () => {
    const record = applyChoice(initialChoice(0), { choice: 'busy', note: 'On a call' }, NOW);
    expect(choiceAt(record, NOW + 10 ** 12)).toEqual({
      choice: 'busy',
      until: null,
      note: 'On a call',
    });
  });

  it('PR8: a timed choice ends with what stood before it, without its note', () => {
    const record = applyChoice(
      initialChoice(0),
      { choice: 'busy', forSeconds: HOUR_S, note: 'On a call' },
      NOW,
    );
    const end = NOW + HOUR_S * 1_000;
    expect(choiceAt(record, end - 1)).toEqual({ choice: 'busy', until: end, note: 'On a call' });
    expect(choiceAt(record, end)).toEqual({ choice: 'online', until: null, note: null });
  });

  it('PR8: one timed choice after another ends with what stood untimed before both', () => {
    const first = applyChoice(initialChoice(0), { choice: 'busy', forSeconds: HOUR_S }, NOW);
    const second = applyChoice(first, { choice: 'busy', forSeconds: 2 * HOUR_S }, NOW + 1);
    expect(choiceAt(second, NOW + 3 * HOUR_S * 1_000).choice).toBe('online');
  });

  it('PR8: a timed choice after one that is over ends with what that one ended with', () => {
    const first = applyChoice(initialChoice(0), { choice: 'busy', forSeconds: HOUR_S }, NOW);
    const later = NOW + 2 * HOUR_S * 1_000;
    const second = applyChoice(first, { choice: 'busy', forSeconds: HOUR_S }, later);
    expect(second.fallback).toBe('online');
  });

  it('PR10: the time of a choice that arrives late runs from when it was made', () => {
    const record = applyChoice(initialChoice(0), { choice: 'busy', forSeconds: HOUR_S }, NOW);
    expect(record).toMatchObject({ madeAt: NOW, until: NOW + HOUR_S * 1_000 });
  });
});
