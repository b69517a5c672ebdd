import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import {
  comparePositions,
  type Entry,
  type Found,
  formatPosition,
} from '../../../src/server/log/redis-log-entry.ts';
import { type Place, RedisLogFollower } from '../../../src/server/log/redis-log-follower.ts';
import { changed } from '../../support/log-changes.ts';
import { recordingLogger } from '../../support/logged.ts';
import { RecordedLog } from '../../support/recorded-log.ts';

const LOG = 'log';

/** One follower, to whom a test brings what was published and the answers to what it reads. */
class FollowerUnderTest {
  readonly listener = new RecordedLog();
  readonly follower: RedisLogFollower;
  readonly #entries: Entry[] = [];
  readonly #published: string[] = [];
  readonly #reads: (() => void)[] = [];
  reads = 0;

  constructor() {
    this.follower = new RedisLogFollower({
      read: (since) => this.#read(since),
      listener: this.listener,
      logger: recordingLogger().logger,
    });
    this.append();
  }

  append(): void {
    const before = this.#entries.at(-1)?.at ?? { version: 0, messages: 1 };
    const at = { version: before.version + 1, messages: 0 };
    const json = JSON.stringify([changed(1, 'online', at.version)]);
    this.#entries.push({ at, field: 'changes', json });
    const places = [before, at].map(formatPosition).join(' ');
    this.#published.push(`${LOG} ${places} changes ${json}`);
  }

  /** What was published first comes. */
  deliver(): void {
    const text = this.#published.shift();
    if (text !== undefined) this.follower.hear(text);
  }

  /** It does not come. */
  lose(): void {
    this.#published.shift();
  }

  /** The answer to what was asked first comes. */
  async answer(): Promise<void> {
    this.#reads.shift()?.();
    // Everything that follows from it is done then.
    await new Promise((resolve) => setImmediate(resolve));
  }

  async settle(): Promise<void> {
    while (this.#published.length > 0 || this.#reads.length > 0) {
      this.deliver();
      await this.answer();
    }
  }

  get version(): number {
    return this.#entries.length;
  }

  /** As the script answers, at the moment in which it is asked. */
  #read(since: Place | null): Promise<Found> {
    this.reads += 1;
    const last = this.#entries.at(-1);
    if (last === undefined) throw new Error('nothing was appended');
    const told = { log: LOG, version: last.at.version, members: [], recent: [] };
    const found: Found =
      since === null
        ? { kind: 'told', at: last.at, told }
        : {
            kind: 'since',
            entries: this.#entries.filter(({ at }) => comparePositions(at, since.at) > 0),
          };
    const { promise, resolve } = Promise.withResolvers<Found>();
    this.#reads.push(() => resolve(found));
    return promise;
  }
}

// Made up anew each time: a second attempt would be another story.
describe('A follower of a log', { retry: 0 }, () => {
  it('says everything once and in order, whatever comes when or not at all', async () => {
    const steps = fc.array(fc.constantFrom('append', 'deliver', 'lose', 'answer', 'again'), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(steps, async (made) => {
        const t = new FollowerUnderTest();
        t.follower.catchUp();
        for (const step of made) {
          if (step === 'again') t.follower.catchUp();
          else await t[step]();
        }
        await t.settle();
        // Whatever was lost is found out by what comes next.
        t.append();
        await t.settle();
        expect(t.listener.told).toHaveLength(1);
        const first = t.listener.told[0]?.version ?? -1;
        expect(t.listener.changes).toEqual(
          Array.from({ length: t.version - first }, (_, at) =>
            changed(1, 'online', first + at + 1),
          ),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('reads nothing again that it has read already', async () => {
    const t = new FollowerUnderTest();
    t.append();
    t.follower.catchUp();
    await t.settle();
    expect(t.reads).toBe(1);
    t.append();
    await t.settle();
    expect(t.reads).toBe(1);
    expect(t.listener.changes).toEqual([changed(1, 'online', 3)]);
  });

  it('says nothing more once it has ended, though an answer comes', async () => {
    const t = new FollowerUnderTest();
    t.follower.catchUp();
    t.follower.end();
    await t.settle();
    expect(t.listener.heard).toEqual([]);
  });

  it('says nothing more where its listener ends it while it hears', async () => {
    const t = new FollowerUnderTest();
    t.follower.catchUp();
    await t.settle();
    t.listener.onChanges = vi.fn(() => t.follower.end());
    t.append();
    t.append();
    t.follower.catchUp();
    await t.settle();
    expect(t.listener.onChanges).toHaveBeenCalledOnce();
  });
});
