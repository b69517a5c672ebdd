import { describe, expect, it } from 'vitest';
import { byDay } from '../../src/renderer/history/days.ts';
import {
  type HistoryEvent,
  type HistoryState,
  nextHistory,
  oldestShown,
} from '../../src/renderer/history/history-state.ts';
import { intervalWords } from '../../src/renderer/history/interval-words.ts';
import type { HistoryOutcome } from '../../src/shared/bridge/bridge.ts';
import type { HistoryInterval } from '../../src/shared/protocol/schemas.ts';
import { textsIn } from './texts.ts';

const at = (text: string) => new Date(text).getTime();

function interval(from: string, to: string | null, device: string | null = 'Laptop') {
  return {
    status: 'offline',
    cause: 'inactivity',
    from: at(from),
    to: to === null ? null : at(to),
    device,
  } satisfies HistoryInterval;
}
const morning = interval('2026-03-12T09:12:00', '2026-03-12T10:30:00');
const noon = interval('2026-03-12T12:00:00', null);
const dayBefore = interval('2026-03-11T22:00:00', '2026-03-12T09:12:00', null);

const page = (intervals: HistoryInterval[], more = false): HistoryOutcome => ({
  ok: true,
  history: { intervals, more },
});
const refused: HistoryOutcome = { ok: false, problem: { code: 'not-connected' } };

function stateAfter(...events: HistoryEvent[]): HistoryState {
  return events.reduce(nextHistory, { kind: 'loading' });
}

describe('what is recorded about oneself', () => {
  it('TR6: is shown, with whether there is more', () => {
    expect(stateAfter({ kind: 'answered', outcome: page([noon, morning], true) })).toMatchObject({
      kind: 'shown',
      intervals: [noon, morning],
      older: { kind: 'there' },
    });
    expect(stateAfter({ kind: 'answered', outcome: page([]) })).toMatchObject({
      intervals: [],
      older: { kind: 'none' },
    });
  });

  it('TR6: goes on with older records below those shown', () => {
    const first = stateAfter(
      { kind: 'answered', outcome: page([noon], true) },
      { kind: 'older-asked' },
    );
    expect(first).toMatchObject({ intervals: [noon], older: { kind: 'loading' } });
    const before = oldestShown(first) ?? 0;
    expect(before).toBe(noon.from);
    expect(
      nextHistory(first, { kind: 'older-answered', before, outcome: page([morning]) }),
    ).toMatchObject({ intervals: [noon, morning], older: { kind: 'none' }, shownBefore: 1 });
  });

  it('keeps what is shown where older records could not be fetched', () => {
    const state = stateAfter(
      { kind: 'answered', outcome: page([noon], true) },
      { kind: 'older-asked' },
      { kind: 'older-answered', before: noon.from, outcome: refused },
    );
    expect(state).toMatchObject({
      intervals: [noon],
      older: { kind: 'failed', problem: { code: 'not-connected' } },
    });
  });

  it('drops older records that do not continue what is shown now', () => {
    const state = stateAfter(
      { kind: 'answered', outcome: page([morning], true) },
      { kind: 'older-asked' },
      { kind: 'answered', outcome: page([noon], true) },
      { kind: 'older-answered', before: morning.from, outcome: page([dayBefore]) },
    );
    expect(state).toMatchObject({ intervals: [noon], older: { kind: 'there' } });
  });

  it('stays in sight while it is fetched anew', () => {
    const state = stateAfter({ kind: 'answered', outcome: page([noon]) }, { kind: 'asked' });
    expect(state).toMatchObject({ kind: 'shown', intervals: [noon] });
  });

  it('PR9: is gone without a connection, for its newest line would tell a status', () => {
    const state = stateAfter(
      { kind: 'answered', outcome: page([noon]) },
      { kind: 'asked' },
      { kind: 'answered', outcome: refused },
    );
    expect(state).toEqual({ kind: 'failed', problem: { code: 'not-connected' } });
    expect(nextHistory(state, { kind: 'asked' })).toEqual({ kind: 'loading' });
  });

  it('stands under the day on which each record began', () => {
    expect(byDay([noon, morning, dayBefore])).toEqual([
      { day: at('2026-03-12T00:00:00'), intervals: [noon, morning] },
      { day: at('2026-03-11T00:00:00'), intervals: [dayBefore] },
    ]);
  });

  it('TR6: tells from when to when, how long, why and on which device', () => {
    const words = (one: HistoryInterval) => {
      const now = at('2026-03-12T12:24:00');
      const { duration, details } = intervalWords(one, now, 'en-GB', textsIn('en'));
      return [duration, details.replaceAll('\u00a0', ' ')];
    };
    expect(words(morning)).toEqual(['1 hr 18 mins', '09:12 – 10:30 · no input · Laptop']);
    expect(words(noon)).toEqual(['24 mins', 'since 12:00 · no input · Laptop']);
    expect(words(dayBefore)).toEqual(['11 hrs 12 mins', '22:00 – Thu 12 Mar, 09:12 · no input']);
  });
});
