import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Live } from '../../src/renderer/bridge/team-view.ts';
import { basisOf, explainInWords } from '../../src/renderer/why/explanation-words.ts';
import {
  type ExplanationState,
  followExplanation,
} from '../../src/renderer/why/use-explanation.ts';
import type { StatusExplanation } from '../../src/shared/bridge/view.ts';
import { CAUSES } from '../../src/shared/domain/status.ts';
import { startOfDay } from '../../src/shared/time/moment.ts';
import { textsIn } from './texts.ts';

const en = textsIn('en');
const de = textsIn('de');
const at = (time: string) => new Date(`2026-03-12T${time}:00`).getTime();
const today = startOfDay(at('15:00'));
const offline: Live = {
  status: 'offline',
  since: at('14:30'),
  cause: 'inactivity',
  until: null,
  note: null,
};
const explanation: StatusExplanation = {
  live: offline,
  idleMs: 200_000,
  locked: false,
  source: 'system',
  timeout: {
    minutes: 15,
    setBy: { name: 'Jana Weiß', at: new Date('2026-03-03T09:00:00').getTime() },
  },
  lockPolicy: 'offline',
  offlineAt: null,
  acknowledgedAt: at('14:59'),
};

const sentences = (changes: Partial<StatusExplanation> = {}) =>
  explainInWords(
    { explanation: { ...explanation, ...changes }, at: at('15:00') },
    today,
    'en-GB',
    en,
  );

/** What stands beside a term, in English. */
function basis(term: string, changes: Partial<StatusExplanation> = {}): string | undefined {
  const asked = { explanation: { ...explanation, ...changes }, at: at('15:00') };
  return basisOf(asked, today, 'en-GB', en).find((entry) => entry.term === term)?.value;
}

describe('why the own status is what it is', () => {
  it('PR11: is told in a sentence of its own for every cause, in both languages', () => {
    for (const t of [en, de]) {
      const told = CAUSES.map((cause) => {
        const asked = { explanation: { ...explanation, live: { ...offline, cause } }, at: 0 };
        return explainInWords(asked, today, 'de-DE', t)[0];
      });
      expect(new Set(told).size).toBe(CAUSES.length);
      for (const sentence of told) expect(sentence).toMatch(/^(You are|Sie sind) Offline,? .*\.$/);
    }
  });

  it('PR11: names the status, the cause and since when', () => {
    expect(sentences({ live: { ...offline, cause: 'locked' } })).toEqual([
      'You are Offline because the screen of your computer was locked.',
      'Since 14:30 (30 mins)',
    ]);
  });

  it('PR9: is not known without a connection, and says how long the server has been silent', () => {
    expect(sentences({ live: null })).toEqual([
      'Your status is not known, because there is no connection to the server.',
      'The server last answered 1 min ago.',
    ]);
    expect(sentences({ live: null, acknowledgedAt: null })[1]).toBe(
      'The server has not answered yet.',
    );
  });
});

describe('what the own status rests on', () => {
  it('counts the time without input to the second', () => {
    expect(basis('Time without input')).toBe('3 mins 20 secs');
  });

  it('PR12: says what counts as input, a different thing for each source', () => {
    const words = (['system', 'app', 'none'] as const).map((source) =>
      basis('Counted as input', { source }),
    );
    expect(words[0]).toMatch(/any application/);
    expect(words[1]).toMatch(/only what you do in Ampel/);
    expect(words[2]).toMatch(/^unknown/);
  });

  it('PR14: says whether the screen is locked and what that means', () => {
    expect(basis('Screen', { locked: true })).toBe('locked');
    expect(basis('A locked screen')).toBe('makes you Offline at once');
    expect(basis('A locked screen', { lockPolicy: 'ignore' })).toMatch(/^changes nothing/);
    expect(basis('A locked screen', { lockPolicy: null })).toBe('not known at the moment');
  });

  it('PR5: says which timeout holds, who set it and when', () => {
    const timeout = (setBy: NonNullable<StatusExplanation['timeout']>['setBy']) =>
      basis('Offline without input after', { timeout: { minutes: 15, setBy } });
    expect(basis('Offline without input after')).toBe('15 minutes, set by Jana Weiß on 3 March');
    expect(timeout(null)).toBe('15 minutes (never changed)');
    expect(timeout({ name: null, at: at('10:00') })).toBe(
      '15 minutes, set on 12 March by someone who has left the team',
    );
    expect(basis('Offline without input after', { timeout: null })).toBe('not known at the moment');
  });

  it('PR3: says when Offline would come by itself', () => {
    const online: Live = { ...offline, status: 'online' };
    const words = (changes: Partial<StatusExplanation>) => basis('Offline by itself', changes);
    expect(words({ live: online, offlineAt: at('15:12') })).toBe(
      '15:12, if there is no input until then',
    );
    expect(words({})).toBe('you are Offline already');
    expect(words({ live: null })).toBe('not known at the moment');
  });

  it('PR8: says when a timed choice ends, and nothing of an end where there is none', () => {
    const busy: Live = { ...offline, status: 'busy', until: at('15:24') };
    expect(basis('Ends by itself', { live: busy })).toMatch(/^15:24; then/);
    expect(basis('Ends by itself')).toBeUndefined();
  });

  it('tells when the server last answered', () => {
    expect(basis('Last answer of the server')).toBe('14:59:00 (1 min ago)');
    expect(basis('Last answer of the server', { acknowledgedAt: null })).toBe('not yet');
  });
});

describe('the explanation', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is asked anew every second, until nobody looks any more', async () => {
    const explainStatus = vi.fn(async () => explanation);
    const shown: ExplanationState[] = [];
    const stop = followExplanation({ explainStatus }, (state) => shown.push(state));
    await vi.advanceTimersByTimeAsync(2500);
    expect(shown.map((state) => state.kind === 'shown' && state.asked.at)).toEqual([0, 1000, 2000]);
    stop();
    await vi.advanceTimersByTimeAsync(5000);
    expect(explainStatus).toHaveBeenCalledTimes(3);
  });

  it('PR9: does not stay when there is none any more, and comes back', async () => {
    const answers = [
      () => Promise.resolve(explanation),
      () => Promise.resolve(null),
      () => Promise.reject(new Error('main is gone')),
      () => Promise.resolve(explanation),
    ];
    const shown: string[] = [];
    followExplanation(
      { explainStatus: () => answers.shift()?.() ?? Promise.resolve(null) },
      (state) => shown.push(state.kind),
    );
    await vi.advanceTimersByTimeAsync(3500);
    expect(shown).toEqual(['shown', 'none', 'none', 'shown']);
  });
});
