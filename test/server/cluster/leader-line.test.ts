import { expect, it } from 'vitest';
import { LeaderLine } from '../../../src/server/cluster/leader-line.ts';
import { Unanswered } from '../../../src/server/redis/unanswered.ts';
import { ManualClock } from '../../support/manual-clock.ts';

/** Longest that a client waits for an answer, in milliseconds. */
const CLIENT_PATIENCE_MS = 5_000;

/** A line of the process `here`, with what was asked of whom. */
function startLine() {
  const clock = new ManualClock();
  const asked: string[] = [];
  const listeners: ((processId: string | null) => void)[] = [];
  /** Who answers; anybody else is gone. */
  const alive = new Set<string>();
  let leader: string | null = null;
  const answer = (processId: string, argument: unknown): string => {
    asked.push(`${processId} ${argument}`);
    if (!alive.has(processId)) throw new Unanswered('another server', { mayBeDone: false });
    return `done ${argument}`;
  };
  const line = new LeaderLine({
    processId: 'here',
    clock,
    lease: {
      leader: () => leader,
      onLeader: (listener) => {
        listeners.push(listener);
        return () => undefined;
      },
    },
    bus: { ask: async (processId, _, argument) => answer(processId, argument) },
    answer: async (_, argument) => answer('here', argument),
  });
  return {
    line,
    clock,
    asked,
    alive,
    lead(processId: string | null): void {
      leader = processId;
      for (const listener of listeners) listener(processId);
    },
  };
}

/** Resolves when nothing goes on any more but by the clock. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function goOn(clock: ManualClock, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second += 1) {
    await settled();
    clock.advance(1_000);
  }
  await settled();
}

const unavailable = { code: 'unavailable', mayBeDone: false };

it('asks whoever leads, this process too', async () => {
  const { line, alive, lead } = startLine();
  for (const processId of ['here', 'there']) {
    alive.add(processId);
    lead(processId);
    expect(await line.ask('command', 'x')).toBe('done x');
  }
});

it('SV3: what is asked while nobody leads waits, and goes on in its order when somebody does', async () => {
  const { line, clock, asked, alive, lead } = startLine();
  alive.add('there');
  const answers = [line.ask('command', 1), line.ask('command', 2)];
  clock.advance(1_000);
  answers.push(line.ask('command', 3));
  lead('there');
  expect(await Promise.all(answers)).toEqual(['done 1', 'done 2', 'done 3']);
  expect(asked).toEqual(['there 1', 'there 2', 'there 3']);
});

it('SV3: what reached nobody is asked of the next who leads', async () => {
  const { line, asked, alive, lead } = startLine();
  lead('gone');
  const answer = line.ask('command', 1);
  await settled();
  alive.add('there');
  lead(null);
  lead('there');
  expect(await answer).toBe('done 1');
  expect(asked).toEqual(['gone 1', 'there 1']);
});

it('SV3, PR10: what its client has given up is not done any more', async () => {
  const { line, clock, asked, alive, lead } = startLine();
  const refused = expect(line.ask('command', 1)).rejects.toMatchObject(unavailable);
  clock.advance(CLIENT_PATIENCE_MS);
  await refused;
  alive.add('there');
  lead('there');
  expect(asked).toEqual([]);
});

it('does not ask the next who leads for what is not wanted any more', async () => {
  const { line, asked, alive, lead } = startLine();
  let isWanted = true;
  lead('gone');
  const answer = line.ask('connect', 1, { isWanted: () => isWanted });
  const refused = expect(answer).rejects.toMatchObject(unavailable);
  await settled();
  isWanted = false;
  alive.add('there');
  lead('there');
  await refused;
  expect(asked).toEqual(['gone 1']);
});

it('says of a lost session until whoever leads has heard it', async () => {
  const { line, clock, asked, alive, lead } = startLine();
  lead('there');
  const told = [line.tell('disconnected', 'a'), line.tell('disconnected', 'b')];
  await goOn(clock, 10);
  alive.add('there');
  clock.advance(1_000);
  await Promise.all(told);
  expect(asked.slice(-2).toSorted()).toEqual(['there a', 'there b']);
});

it('SV4: goes on saying it to the one it could not reach for a while, which still knows the session', async () => {
  const { line, clock, asked, alive, lead } = startLine();
  lead('there');
  const startedAt = clock.steady();
  const told = line.tell('disconnected', 'a');
  // Until a call is given up: another is made after a pause.
  while (clock.steady() < startedAt + 4_000) {
    await settled();
    clock.advance(100);
  }
  await settled();
  alive.add('there');
  const before = asked.length;
  lead(null);
  lead('there');
  await told;
  expect(asked.slice(before)).toEqual(['there a']);
});

it('does not go on saying it where another leads, who has never heard of that session', async () => {
  const { line, clock, lead } = startLine();
  lead('gone');
  const told = line.tell('disconnected', 'a');
  await settled();
  lead('also-gone');
  await goOn(clock, 10);
  await told;
});

it('ends with what waits refused', async () => {
  const { line } = startLine();
  const refused = expect(line.ask('command', 1)).rejects.toMatchObject(unavailable);
  line.close();
  await refused;
});
