import { setImmediate } from 'node:timers/promises';
import Fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { MemoryLog } from '../../../src/server/log/memory-log.ts';
import type { SqlStore } from '../../../src/server/store/sql/sql-store.ts';
import { openSqliteStore } from '../../../src/server/store/sqlite/sqlite-store.ts';
import { TeamCoverage } from '../../../src/server/webhooks/coverage.ts';
import type { Status } from '../../../src/shared/domain/status.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { storeMember, storeTeam } from '../../support/stored-team.ts';
import { temporaryFolder } from '../../support/team-server.ts';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

type Statuses = Readonly<Record<string, Status>>;

/** A team of Ada and Bo, of whom Ada is Online, and what its webhook is told of coverage. */
class CoverageUnderTest implements AsyncDisposable {
  readonly clock = new ManualClock();
  readonly store: SqlStore;
  readonly logged: string[] = [];
  /** Whether the store fails. */
  isDown = false;
  readonly #folder: AsyncDisposable;
  #log = new MemoryLog('log');
  #coverage: TeamCoverage | null = null;

  private constructor(store: SqlStore, folder: AsyncDisposable) {
    this.store = store;
    this.#folder = folder;
  }

  static async start(): Promise<CoverageUnderTest> {
    const folder = await temporaryFolder();
    const t = new CoverageUnderTest(openSqliteStore(folder.path, new ManualClock()), folder);
    await storeTeam(t.store);
    for (const memberId of ['ada', 'bo']) {
      const email = `${memberId}@example.com`;
      const name = memberId;
      await storeMember(t.store, {
        memberId,
        teamId: 'team',
        email,
        name,
        role: 'agent',
        createdAt: 0,
      });
    }
    await t.store.change('team', (tx) =>
      tx.webhooks.add(
        {
          webhookId: 'hook',
          teamId: 'team',
          url: 'https://example.com',
          events: ['coverage.changed'],
          active: true,
          createdBy: null,
          createdAt: 0,
          failingSince: null,
        },
        'secret',
      ),
    );
    await t.restart({ ada: 'online', bo: 'offline' });
    await t.pass(SECOND);
    return t;
  }

  /** Another server takes up the team, which it finds like this. */
  async restart(statuses: Statuses): Promise<void> {
    await this.#coverage?.close();
    this.#log = new MemoryLog('log');
    const logger = Fastify({
      logger: { level: 'error', stream: { write: (line: string) => this.logged.push(line) } },
    }).log;
    const store = new Proxy(this.store, {
      get: (inner, name) => {
        if (name !== 'change') return Reflect.get(inner, name).bind(inner);
        return (...given: Parameters<SqlStore['change']>) =>
          this.isDown ? Promise.reject(new Error('disk full')) : inner.change(...given);
      },
    });
    const coverage = new TeamCoverage('team', { store, log: this.#log, clock: this.clock, logger });
    this.#coverage = coverage;
    await this.#log.append(
      'team',
      Object.entries(statuses).map(([memberId, status]) => ({
        kind: 'member-added',
        member: { memberId, name: memberId, role: 'agent' },
        status,
        since: this.clock.now(),
        cause: 'chosen',
      })),
    );
    await this.#save(statuses);
    coverage.start();
    await this.settle();
  }

  async become(statuses: Statuses): Promise<void> {
    await this.#log.append(
      'team',
      Object.entries(statuses).map(([memberId, status]) => ({
        kind: 'status',
        memberId,
        status,
        since: this.clock.now(),
        cause: 'chosen',
      })),
    );
    await this.#save(statuses);
    await this.settle();
  }

  async pass(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.settle();
  }

  /** Resolves when what has been begun is done. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    // The database has one connection, so nothing is under way in it once it answers.
    await this.store.change('team', async () => undefined);
  }

  /** What was told, the oldest first. */
  async told(): Promise<readonly { readonly covered: boolean; readonly since: number }[]> {
    const claimed = [];
    for (;;) {
      const now = this.clock.now();
      const next = await this.store.deliveries.claim({
        webhookId: 'hook',
        now,
        until: now + 1,
        limit: 1,
      });
      const [delivery] = next;
      if (delivery === undefined) return claimed;
      const { covered, since } = JSON.parse(delivery.body);
      claimed.push({ covered, since });
      await this.store.deliveries.delivered(delivery.deliveryId, { at: now, httpStatus: 200 });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#coverage?.close();
    await this.store.close();
    await this.#folder[Symbol.asyncDispose]();
  }

  async #save(statuses: Statuses): Promise<void> {
    await this.store.savePresence({
      entries: Object.entries(statuses).map(([memberId, status]) => ({
        memberId,
        status,
        cause: 'chosen',
        since: this.clock.now(),
        deviceName: null,
      })),
      devices: new Map(),
    });
  }
}

describe('NO6: webhooks are told of coverage', () => {
  it('when nobody has been Online for 60 s, and when somebody is again, each once', async () => {
    await using t = await CoverageUnderTest.start();
    const since = t.clock.now();
    await t.become({ ada: 'busy' });
    await t.pass(MINUTE - 1);
    expect(await t.told()).toEqual([]);
    await t.pass(1);
    expect(await t.told()).toEqual([{ covered: false, since }]);
    await t.become({ ada: 'offline' });
    await t.pass(10 * MINUTE);
    expect(await t.told()).toEqual([]);
    await t.become({ bo: 'online' });
    await t.become({ ada: 'online' });
    expect(await t.told()).toEqual([{ covered: true, since: t.clock.now() }]);
  });

  it('not where somebody is back within the minute, which then begins anew', async () => {
    await using t = await CoverageUnderTest.start();
    await t.become({ ada: 'offline' });
    await t.pass(MINUTE - 1);
    await t.become({ bo: 'online' });
    await t.pass(MINUTE);
    await t.become({ bo: 'busy' });
    await t.pass(MINUTE - 1);
    expect(await t.told()).toEqual([]);
    await t.pass(1);
    expect(await t.told()).toMatchObject([{ covered: false }]);
  });

  it('not twice over a restart, and of what ended meanwhile', async () => {
    await using t = await CoverageUnderTest.start();
    await t.become({ ada: 'offline' });
    await t.pass(MINUTE);
    expect(await t.told()).toMatchObject([{ covered: false }]);
    await t.restart({ ada: 'offline', bo: 'offline' });
    await t.pass(10 * MINUTE);
    expect(await t.told()).toEqual([]);
    await t.restart({ ada: 'offline', bo: 'online' });
    expect(await t.told()).toMatchObject([{ covered: true }]);
    await t.restart({ ada: 'offline', bo: 'online' });
    expect(await t.told()).toEqual([]);
  });

  it('60 s after somebody was Online, whatever restarts in between', async () => {
    await using t = await CoverageUnderTest.start();
    const since = t.clock.now();
    await t.become({ ada: 'offline' });
    await t.pass(20 * SECOND);
    await t.restart({ ada: 'offline', bo: 'offline' });
    await t.pass(40 * SECOND - 1);
    expect(await t.told()).toEqual([]);
    await t.pass(1);
    expect(await t.told()).toEqual([{ covered: false, since }]);
  });

  it('later where the store did not answer when it was to be told', async () => {
    await using t = await CoverageUnderTest.start();
    await t.become({ ada: 'offline' });
    t.isDown = true;
    await t.pass(MINUTE);
    expect(t.logged.join()).toContain('disk full');
    t.isDown = false;
    expect(await t.told()).toEqual([]);
    await t.pass(10 * SECOND);
    expect(await t.told()).toMatchObject([{ covered: false }]);
  });

  it('whatever somebody sets the clock to', async () => {
    await using t = await CoverageUnderTest.start();
    await t.become({ ada: 'offline' });
    t.clock.setForward(60 * MINUTE);
    await t.pass(MINUTE - 1);
    expect(await t.told()).toEqual([]);
    await t.pass(1);
    expect(await t.told()).toMatchObject([{ covered: false }]);
  });
});
