import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Change, ToldMember } from '../../../src/server/log/presence-log.ts';
import { note } from '../../../src/server/log/told-members.ts';
import { bySeat } from '../../contract/presence-log.ts';
import { added, changed, removed, waiting } from '../../support/log-changes.ts';
import { RecordedLog } from '../../support/recorded-log.ts';
import { RedisServer } from '../../support/redis.ts';
import { ownPrefix, RedisProcess } from '../../support/redis-team.ts';
import { TcpProxy } from '../../support/tcp-proxy.ts';

/** What happens in a trial; `process` is 0, 1 or 2. */
const step = fc.oneof(
  { weight: 12, arbitrary: fc.record({ what: fc.constant('append' as const), size: fc.nat(4) }) },
  { weight: 6, arbitrary: fc.record({ what: fc.constant('tell' as const) }) },
  { weight: 3, arbitrary: fc.record({ what: fc.constant('lead' as const), process: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('cut' as const), process: fc.nat(2) }) },
  { weight: 4, arbitrary: fc.record({ what: fc.constant('mend' as const), process: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ what: fc.constant('settle' as const) }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('restart' as const) }) },
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

let redis: RedisServer;

beforeAll(async () => {
  redis = await RedisServer.start();
});

afterAll(() => redis[Symbol.asyncDispose]());

/** Three processes, each on a network of its own, of which one leads at a time. */
class Trial implements AsyncDisposable {
  readonly #prefix = ownPrefix();
  readonly #open = new AsyncDisposableStack();
  readonly #processes: { process: RedisProcess; proxy: TcpProxy; listener: RecordedLog }[] = [];
  /** What the log took, as far as whoever told it knows, since the log that holds now was begun. */
  #taken: Change[] = [];
  #log = '';
  readonly #present = new Set<number>();
  #under: Promise<unknown>[] = [];
  #leader = 0;
  #count = 0;

  async start(): Promise<void> {
    for (let at = 0; at < 3; at += 1) {
      const proxy = this.#open.use(await TcpProxy.to(redis.url));
      const url = redis.through(proxy);
      const process = this.#open.use(await RedisProcess.start(url, this.#prefix));
      const listener = new RecordedLog();
      await process.log.follow('a', listener);
      this.#processes.push({ process, proxy, listener });
    }
    await this.#lead(0);
  }

  async make(made: Step): Promise<void> {
    switch (made.what) {
      case 'append':
        return this.#append(made.size + 1);
      case 'tell':
        this.#under.push(this.#get(this.#leader).process.log.tell('a', waiting(1)).catch(refused));
        return;
      case 'lead':
        return this.#lead(made.process).catch(refused);
      case 'cut':
        return this.#get(made.process).proxy.cut();
      case 'mend':
        return this.#get(made.process).proxy.mend();
      case 'settle':
        await Promise.all(this.#under);
        return;
      case 'restart':
        return redis.restart({ empty: false });
    }
  }

  /** Everybody has come to the same, and nothing that was taken is missing. */
  async judge(): Promise<void> {
    for (const { proxy } of this.#processes) proxy.mend();
    await Promise.all(this.#under);
    await vi.waitFor(() => {
      for (const { process } of this.#processes) expect(process.connection.isUp).toBe(true);
    });
    await this.#lead(this.#leader);
    await this.#append(1);
    await Promise.all(this.#under);
    const told = await this.#get(this.#leader).process.log.told('a');
    expect(isWithin(this.#taken, told.recent)).toBe(true);
    for (const { listener, process } of this.#processes) {
      await listener.reaches(told.version);
      expect(come(listener)).toEqual({ log: told.log, members: bySeat(told.members) });
      expect(process.logged.filter((line) => line.includes('"level":50'))).toEqual([]);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#open.disposeAsync();
  }

  async #lead(at: number): Promise<void> {
    const { process } = this.#get(at);
    await process.lead();
    this.#leader = at;
    const { log, members } = await process.log.told('a');
    if (log !== this.#log) this.#taken = [];
    this.#log = log;
    this.#present.clear();
    for (const { member } of members) this.#present.add(member.seat);
  }

  async #append(size: number): Promise<void> {
    const changes = Array.from({ length: size }, () => this.#change());
    const appended = this.#get(this.#leader).process.log.append('a', changes);
    this.#under.push(appended.then(() => this.#taken.push(...changes), refused));
  }

  #change(): Change {
    this.#count += 1;
    const seat = (this.#count % 7) + 1;
    if (!this.#present.has(seat)) {
      this.#present.add(seat);
      return added(seat);
    }
    if (this.#count % 5 > 0) return changed(seat, 'online', this.#count);
    this.#present.delete(seat);
    return removed(seat);
  }

  #get(at: number) {
    const found = this.#processes[at];
    if (found === undefined) throw new Error(`there is no process ${at}`);
    return found;
  }
}

/** Expected while a process cannot reach Redis, or does not lead; anything else is a fault. */
function refused(error: unknown): void {
  expect(error).toMatchObject({ code: 'unavailable' });
}

/** What a listener has come to; fails where something came twice, or out of order. */
function come(listener: RecordedLog) {
  let log = '';
  let version = 0;
  const members = new Map<string, ToldMember>();
  for (const heard of listener.heard) {
    if ('told' in heard) {
      ({ log, version } = heard.told);
      members.clear();
      for (const member of heard.told.members) members.set(member.member.memberId, member);
    } else if ('entry' in heard) {
      expect(heard.entry.from).toBe(version);
      version += heard.entry.changes.length;
      for (const change of heard.entry.changes) note(members, change);
    }
  }
  return { log, members: bySeat([...members.values()]) };
}

/** Whether all these changes are among those, in the same order. */
function isWithin(some: readonly Change[], all: readonly Change[]): boolean {
  const rest = all.map((change) => JSON.stringify(change));
  let from = 0;
  return some.every((change) => {
    from = rest.indexOf(JSON.stringify(change), from) + 1;
    return from > 0;
  });
}

// Made up anew each time: a second attempt would be another story.
describe('The presence log in trials', { retry: 0 }, () => {
  it('comes to the same for everyone, whoever leads and whichever connection is cut when', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 60, maxLength: 60 }), async (steps) => {
        const trial = new Trial();
        await using _trial = trial;
        await trial.start();
        for (const made of steps) await trial.make(made);
        await trial.judge();
      }),
      { numRuns: Number(process.env['AMPEL_LOG_TRIALS'] ?? 8), endOnFailure: true },
    );
  });
});
