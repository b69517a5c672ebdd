import { describe, expect, it } from 'vitest';
import {
  IdleDetection,
  type IdleDetectorApi,
} from '../../../src/renderer/board/runtime/idle-detection.ts';
import { ManualClock } from '../../support/manual-clock.ts';

const MINUTE = 60_000;

/** What a browser has, with a computer that the test uses and locks. */
function browser(options: {
  readonly known: PermissionState;
  readonly answer?: 'granted' | 'denied';
}) {
  const clock = new ManualClock();
  const state = {
    user: 'active' as 'active' | 'idle',
    screen: 'unlocked' as 'locked' | 'unlocked',
    asked: 0,
    tell: (): void => undefined,
  };
  class Detector {
    static async requestPermission() {
      state.asked += 1;
      return options.answer ?? 'granted';
    }
    get userState() {
      return state.user;
    }
    get screenState() {
      return state.screen;
    }
    addEventListener(_type: 'change', listener: () => void) {
      state.tell = listener;
    }
    async start({ threshold }: { threshold: number }) {
      if (threshold < MINUTE) throw new TypeError('browsers refuse less than a minute');
    }
  }
  const api: IdleDetectorApi = Detector;
  const told: number[] = [];
  const idle = new IdleDetection({
    api,
    permission: async () => options.known,
    steady: () => clock.steady(),
    warn: () => undefined,
  });
  idle.onChange(() => told.push(clock.steady()));
  return { clock, state, idle, told };
}

describe('idleness as a browser tells it', () => {
  it('PR12 asks nobody by itself, and knows nothing before it is permitted', async () => {
    const { idle, state } = browser({ known: 'prompt' });
    await idle.resume();
    expect(idle.permission).toBe('to-ask');
    expect(state.asked).toBe(0);
    expect(idle.idleMs()).toBeNull();
  });

  it('PR12 tells from the click on that permits it', async () => {
    const { idle, told } = browser({ known: 'prompt' });
    await idle.ask();
    expect(idle.permission).toBe('granted');
    expect(idle.idleMs()).toBe(0);
    expect(told).not.toEqual([]);
  });

  it('goes on without a question where it was permitted before', async () => {
    const { idle, state } = browser({ known: 'granted' });
    await idle.resume();
    expect([idle.permission, state.asked]).toEqual(['granted', 0]);
  });

  it('PR3 counts a pause from its last input, not from when it was told of', async () => {
    const { idle, clock, state } = browser({ known: 'granted' });
    await idle.resume();
    clock.advance(10 * MINUTE);
    state.user = 'idle';
    state.tell();
    expect(idle.idleMs()).toBe(MINUTE);
    clock.advance(4 * MINUTE);
    state.screen = 'locked';
    state.tell();
    expect(idle.idleMs()).toBe(5 * MINUTE);
  });

  it('PR6 is at an end with the first input', async () => {
    const { idle, clock, state, told } = browser({ known: 'granted' });
    await idle.resume();
    state.user = 'idle';
    state.tell();
    clock.advance(20 * MINUTE);
    state.user = 'active';
    state.tell();
    expect(idle.idleMs()).toBe(0);
    expect(told.at(-1)).toBe(clock.steady());
  });

  it('PR14 tells of a locked screen', async () => {
    const { idle, state } = browser({ known: 'granted' });
    await idle.resume();
    expect(idle.locked()).toBe(false);
    state.screen = 'locked';
    state.tell();
    expect(idle.locked()).toBe(true);
  });

  it('takes a no for a no', async () => {
    const { idle } = browser({ known: 'prompt', answer: 'denied' });
    await idle.ask();
    expect(idle.permission).toBe('refused');
    expect(idle.idleMs()).toBeNull();
  });

  it('says where a browser has nothing of the kind', async () => {
    const idle = new IdleDetection({
      api: undefined,
      permission: () => Promise.reject(new TypeError('no such permission')),
      steady: () => 0,
      warn: () => undefined,
    });
    await idle.resume();
    await idle.ask();
    expect(idle.permission).toBe('unsupported');
  });
});
