import { describe, expect, it } from 'vitest';
import { IdleSource } from '../../src/client/idle-source.ts';
import { ManualClock } from '../support/manual-clock.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** A computer with an idle time in whole seconds, as Electron has it, that a test can break. */
function computer() {
  const clock = new ManualClock();
  const state = {
    lastInputAt: clock.steady(),
    locked: false,
    idleMs: (): number | null => Math.floor((clock.steady() - state.lastInputAt) / SECOND) * SECOND,
  };
  const failures: unknown[] = [];
  const source = new IdleSource({
    system: { idleMs: () => state.idleMs(), locked: () => state.locked, lockIsPolled: false },
    clock,
    onFailure: (reason) => failures.push(reason),
  });
  return {
    clock,
    state,
    source,
    failures,
    use: () => {
      state.lastInputAt = clock.steady();
    },
    /** Looks once a second, as the monitor does while a source is tested. */
    watch(seconds: number, each: () => void = () => undefined) {
      for (let second = 0; second < seconds; second += 1) {
        clock.advance(SECOND);
        each();
        source.level();
      }
    },
  };
}

describe('idle source', () => {
  it('tells what the system tells', () => {
    const { clock, source, state } = computer();
    clock.advance(5 * MINUTE);
    state.locked = true;
    expect(source.level()).toEqual({ idleMs: 5 * MINUTE, locked: true, source: 'system' });
  });

  it('PR12 a system that is not there to tell has not failed, and is believed once it is there', () => {
    const { clock, source, state, failures } = computer();
    const tell = state.idleMs;
    state.idleMs = () => null;
    source.noteInput();
    clock.advance(MINUTE);
    expect(source.level()).toEqual({ idleMs: MINUTE, locked: false, source: 'app' });
    expect(failures).toEqual([]);
    state.idleMs = tell;
    expect(source.level().source).toBe('system');
  });

  it('PR12 a system that answers 0 for ever is found out, and input inside Ampel counts', () => {
    const { clock, source, state, failures, watch } = computer();
    state.idleMs = () => 0;
    watch(59);
    expect(source.level().source).toBe('system');
    watch(3);
    expect(failures).toHaveLength(1);
    expect(source.level().source).toBe('none');
    source.noteInput();
    clock.advance(20 * MINUTE);
    expect(source.level()).toEqual({ idleMs: 20 * MINUTE, locked: false, source: 'app' });
  });

  it('PR12 the first answers may be 0, as on GNOME: one pause clears the system', () => {
    const { source, state, failures, watch } = computer();
    const real = state.idleMs;
    state.idleMs = () => 0;
    watch(20);
    state.idleMs = real;
    watch(3);
    expect(source.lookWithinMs).toBeNull();
    watch(100);
    expect(source.level().source).toBe('system');
    expect(failures).toEqual([]);
  });

  it('PR12 someone who types with an occasional pause stays trusted', () => {
    const { source, use, watch } = computer();
    watch(600, () => {
      if (source.level().idleMs < 2 * SECOND) return;
      use();
    });
    expect(source.level().source).toBe('system');
  });

  it('PR12 someone who types without pause is doubted, but is not Offline for it', () => {
    const { source, use, watch } = computer();
    watch(90, use);
    expect(source.level().source).toBe('none');
    expect(source.level().idleMs).toBeLessThan(MINUTE);
    // The first pause shows that the system does count.
    watch(3);
    expect(source.level()).toMatchObject({ source: 'system', idleMs: 3 * SECOND });
  });

  it('PR12 a system that stops counting after it was trusted is tested again', () => {
    const { source, state, clock, watch } = computer();
    watch(5);
    expect(source.lookWithinMs).toBeNull();
    state.idleMs = () => 3_000;
    for (let look = 0; look < 40; look += 1) {
      clock.advance(30 * SECOND);
      source.level();
    }
    expect(source.lookWithinMs).toBe(SECOND);
    watch(62);
    expect(source.level().source).toBe('none');
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('no idle time here');
      },
    ],
    ['is not a number', () => Number.NaN],
    ['is negative', () => -1],
    ['is endless', () => Number.POSITIVE_INFINITY],
    ['is an overflow', () => 2 ** 32],
  ])('PR12 an idle time that %s is none: the device ages from the last input seen', (_, idleMs) => {
    const { clock, source, state, failures } = computer();
    source.level();
    state.idleMs = idleMs;
    clock.advance(10 * MINUTE);
    expect(source.level()).toEqual({ idleMs: 10 * MINUTE, locked: false, source: 'none' });
    source.level();
    expect(failures).toHaveLength(1);
  });

  it('PR12 notices that a failing system is back', () => {
    const { clock, source, state } = computer();
    const real = state.idleMs;
    state.idleMs = () => Number.NaN;
    clock.advance(10 * MINUTE);
    expect(source.level().source).toBe('none');
    state.idleMs = real;
    clock.advance(SECOND);
    expect(source.level()).toMatchObject({ source: 'system', idleMs: 10 * MINUTE + SECOND });
  });

  it('PR12 unlocking is input where the system does not tell', () => {
    const { clock, source, state } = computer();
    state.idleMs = () => Number.NaN;
    state.locked = true;
    clock.advance(10 * MINUTE);
    expect(source.level()).toMatchObject({ locked: true, idleMs: 10 * MINUTE });
    state.locked = false;
    expect(source.level()).toEqual({ locked: false, idleMs: 0, source: 'app' });
  });

  it('PR12 an unlock that is seen late counts no more once the system tells again', () => {
    const { clock, source, state, use } = computer();
    const real = state.idleMs;
    state.idleMs = () => Number.NaN;
    state.locked = true;
    source.level();
    use();
    state.locked = false;
    // Without a connection nobody looks.
    clock.advance(10 * MINUTE);
    expect(source.level()).toMatchObject({ source: 'app', idleMs: 0 });
    state.idleMs = real;
    clock.advance(SECOND);
    expect(source.level()).toMatchObject({ source: 'system', idleMs: 10 * MINUTE + SECOND });
  });

  it('a lock state that cannot be told counts as unlocked, and is said once', () => {
    const clock = new ManualClock();
    const failures: unknown[] = [];
    const source = new IdleSource({
      clock,
      system: {
        idleMs: () => 0,
        locked: () => {
          throw new Error('no screen saver');
        },
        lockIsPolled: true,
      },
      onFailure: (reason) => failures.push(reason),
    });
    expect(source.level().locked).toBe(false);
    source.level();
    expect(failures).toHaveLength(1);
  });

  it('PR13 saying that one is here counts as input, whatever the system says', () => {
    const { clock, source } = computer();
    clock.advance(14 * MINUTE);
    source.noteInput();
    expect(source.level()).toMatchObject({ idleMs: 0, source: 'system' });
  });

  it('does not mind that the computer’s time is set', () => {
    const { clock, source } = computer();
    clock.advance(MINUTE);
    clock.setForward(-60 * MINUTE);
    expect(source.level().idleMs).toBe(MINUTE);
    clock.setForward(120 * MINUTE);
    expect(source.level().idleMs).toBe(MINUTE);
  });

  describe('of a browser, which knows of pauses from a minute on', () => {
    const HOUR = 60 * MINUTE;

    function browser() {
      const clock = new ManualClock();
      let idleSince: number | null = null;
      const source = new IdleSource({
        system: {
          idleMs: () => (idleSince === null ? 0 : clock.steady() - idleSince),
          locked: () => false,
          lockIsPolled: false,
          patienceMs: HOUR,
        },
        clock,
        onFailure: () => undefined,
      });
      return {
        clock,
        source,
        /** Nobody uses the computer for so long, and then somebody does. */
        pause: (ms: number) => {
          source.level();
          clock.advance(ms);
          idleSince = clock.steady() - ms;
          const level = source.level();
          idleSince = null;
          return level;
        },
      };
    }

    it('PR12 believes somebody who works on without a long pause', () => {
      const { clock, source } = browser();
      for (let minute = 0; minute < 59; minute += 1) {
        clock.advance(MINUTE);
        expect(source.level()).toEqual({ idleMs: 0, locked: false, source: 'system' });
      }
    });

    it('PR12 believes it no longer where it never tells of a pause, and again when it does', () => {
      const { clock, source, pause } = browser();
      source.level();
      clock.advance(HOUR);
      expect(source.level().source).toBe('none');
      clock.advance(20 * MINUTE);
      expect(source.level()).toMatchObject({ idleMs: 20 * MINUTE, source: 'none' });
      pause(MINUTE);
      clock.advance(MINUTE);
      expect(source.level()).toMatchObject({ idleMs: 0, source: 'system' });
    });

    it('PR12 begins anew to be patient with each pause', () => {
      const { clock, source, pause } = browser();
      clock.advance(50 * MINUTE);
      expect(pause(2 * MINUTE)).toMatchObject({ idleMs: 2 * MINUTE, source: 'system' });
      clock.advance(50 * MINUTE);
      expect(source.level().source).toBe('system');
    });
  });
});
