import { describe, expect, it } from 'vitest';
import type { UpdaterPort } from '../../src/main/ports.ts';
import { UpdateFailure } from '../../src/main/updates/update-failure.ts';
import { Updates } from '../../src/main/updates/updates.ts';
import type { UpdateOffReason, UpdateState } from '../../src/shared/bridge/view.ts';
import { ManualClock } from '../support/manual-clock.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

type Answer = Awaited<ReturnType<UpdaterPort['check']>>;
const newer = (version: string, downloaded = Promise.resolve()): Answer => ({
  version,
  downloaded,
});

/** The policy with a place whose answers the test gives. */
function setUp(off: UpdateOffReason | null = null) {
  const clock = new ManualClock();
  const states: UpdateState[] = [];
  const seen = { looks: 0, loads: 0, restarts: 0, errors: 0, warnings: 0 };
  const questions: { version: string; withdrawn: boolean }[] = [];
  let answer = async (): Promise<Answer> => null;
  let askedAt: number | null = null;
  const updates = new Updates({
    off,
    load: async () => {
      seen.loads += 1;
      return {
        installsOnQuit: true,
        check: () => {
          seen.looks += 1;
          return answer();
        },
        restart: () => {
          seen.restarts += 1;
        },
      };
    },
    clock,
    random: () => 0.5,
    log: {
      info: () => undefined,
      warn: () => {
        seen.warnings += 1;
      },
      error: () => {
        seen.errors += 1;
      },
    },
    askedAt: {
      get: () => askedAt,
      set: (at) => {
        askedAt = at;
      },
    },
    ask: (version) => {
      const question = { version, withdrawn: false };
      questions.push(question);
      return () => {
        question.withdrawn = true;
      };
    },
    onChange: () => states.push(updates.state),
  });
  return {
    clock,
    updates,
    states,
    seen,
    questions,
    answers: (next: () => Promise<Answer>) => {
      answer = next;
    },
    /** Moves time on and lets what was promised come in. */
    pass: async (ms: number) => {
      clock.advance(ms);
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
    },
  };
}

const unreachable = async () => {
  throw new UpdateFailure('unreachable', 'net::ERR_CONNECTION_REFUSED');
};

describe('UP1 looking by itself', () => {
  it('loads nothing at the start, and looks after minutes and then every few hours', async () => {
    const { updates, seen, pass } = setUp();
    updates.start();
    await pass(2 * MINUTE);
    expect(seen).toMatchObject({ loads: 0, looks: 0 });
    await pass(MINUTE);
    expect(seen).toMatchObject({ loads: 1, looks: 1 });
    await pass(4 * HOUR);
    expect(seen).toMatchObject({ loads: 1, looks: 2 });
  });

  it('is quiet where there is no answer, and tries again soon', async () => {
    const { updates, seen, answers, pass } = setUp();
    answers(unreachable);
    updates.start();
    await pass(3 * MINUTE);
    expect(updates.state).toEqual({ kind: 'current', checkedAt: null });
    expect(seen).toMatchObject({ warnings: 1, errors: 0 });
    await pass(30 * MINUTE);
    expect(seen.looks).toBe(2);
  });

  it('goes on after a place that never answers', async () => {
    const { updates, seen, answers, pass } = setUp();
    answers(() => new Promise(() => undefined));
    updates.start();
    await pass(3 * MINUTE);
    await pass(MINUTE);
    expect(updates.state).toEqual({ kind: 'current', checkedAt: null });
    await pass(30 * MINUTE);
    expect(seen.looks).toBe(2);
  });

  it('never happens where it is off', async () => {
    const { updates, seen, pass } = setUp('switched-off');
    updates.start();
    await pass(DAY);
    await updates.check();
    expect(seen.loads).toBe(0);
    expect(updates.state).toEqual({ kind: 'off', reason: 'switched-off' });
  });
});

describe('UP3 asking for a restart', () => {
  it('happens once a version is ready, and again a day later', async () => {
    const { updates, answers, questions, pass } = setUp();
    answers(async () => newer('1.3.0'));
    updates.start();
    await pass(3 * MINUTE);
    expect(updates.state).toEqual({ kind: 'ready', version: '1.3.0', installsOnQuit: true });
    expect(questions).toEqual([{ version: '1.3.0', withdrawn: false }]);
    await pass(DAY - MINUTE);
    expect(questions).toHaveLength(1);
    await pass(MINUTE);
    expect(questions).toEqual([
      { version: '1.3.0', withdrawn: true },
      { version: '1.3.0', withdrawn: false },
    ]);
  });

  it('waits until a timed Busy is over, also where it is ended before its time', async () => {
    const { updates, answers, questions, clock, pass } = setUp();
    answers(async () => newer('1.3.0'));
    updates.heed({ busyUntil: clock.now() + HOUR, quietHours: null });
    await updates.check();
    await pass(30 * MINUTE);
    expect(questions).toEqual([]);
    updates.heed({ busyUntil: null, quietHours: null });
    expect(questions).toHaveLength(1);
  });

  it('comes when the timed Busy runs out by itself', async () => {
    const { updates, answers, questions, clock, pass } = setUp();
    answers(async () => newer('1.3.0'));
    updates.heed({ busyUntil: clock.now() + HOUR, quietHours: null });
    await updates.check();
    await pass(HOUR - 1);
    expect(questions).toEqual([]);
    await pass(1);
    expect(questions).toHaveLength(1);
  });

  it('is taken back where something newer replaces what was ready', async () => {
    const { updates, answers, questions, pass } = setUp();
    answers(async () => newer('1.3.0'));
    await updates.check();
    const download = Promise.withResolvers<void>();
    answers(async () => newer('1.3.1', download.promise));
    await pass(4 * HOUR);
    expect(updates.state).toEqual({ kind: 'downloading', version: '1.3.1' });
    expect(questions).toEqual([{ version: '1.3.0', withdrawn: true }]);
    updates.restart();
    download.resolve();
    await pass(0);
    expect(updates.state).toMatchObject({ kind: 'ready', version: '1.3.1' });
  });

  it('restarts only into what is ready', async () => {
    const { updates, answers, seen } = setUp();
    updates.restart();
    expect(seen.restarts).toBe(0);
    answers(async () => newer('1.3.0'));
    await updates.check();
    updates.restart();
    expect(seen.restarts).toBe(1);
  });
});

describe('UP4 looking because the member asked', () => {
  it('says what it does and when it last looked', async () => {
    const { updates, states, clock } = setUp();
    await updates.check();
    expect(states).toEqual([{ kind: 'checking' }, { kind: 'current', checkedAt: clock.now() }]);
  });

  it('tells why there is no newer version', async () => {
    const { updates, answers } = setUp();
    answers(unreachable);
    await updates.check();
    expect(updates.state).toEqual({ kind: 'failed', problem: 'unreachable' });
  });

  it('UP2 tells that a download was damaged', async () => {
    const { updates, answers } = setUp();
    answers(async () => newer('1.3.0', Promise.reject(new UpdateFailure('damaged', 'sha512'))));
    await updates.check();
    expect(updates.state).toEqual({ kind: 'failed', problem: 'damaged' });
  });

  it('writes a bug into the log with its stack', async () => {
    const { updates, answers, seen } = setUp();
    answers(async () => {
      throw new TypeError('x is undefined');
    });
    await updates.check();
    expect(updates.state).toEqual({ kind: 'failed', problem: 'unexpected' });
    expect(seen).toMatchObject({ errors: 1, warnings: 0 });
  });

  it('joins a look that goes on', async () => {
    const { updates, answers, seen, pass } = setUp();
    const answer = Promise.withResolvers<Answer>();
    answers(() => answer.promise);
    updates.start();
    await pass(3 * MINUTE);
    void updates.check();
    expect(seen.looks).toBe(1);
    answer.reject(new UpdateFailure('unreachable', 'gone'));
    await pass(0);
    expect(updates.state).toEqual({ kind: 'failed', problem: 'unreachable' });
  });

  it('leaves what is ready, where something newer cannot be looked for', async () => {
    const { updates, answers, questions } = setUp();
    answers(async () => newer('1.3.0'));
    await updates.check();
    answers(unreachable);
    await updates.check();
    expect(updates.state).toMatchObject({ kind: 'ready', version: '1.3.0' });
    expect(questions).toEqual([{ version: '1.3.0', withdrawn: false }]);
  });
});
