import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { SqlStore } from '../../../src/server/store/sql/sql-store.ts';
import { TeamCoverage } from '../../../src/server/webhooks/coverage.ts';
import { MINUTE, SECOND, TeamUnderTest } from '../../support/team-presence.ts';

/** The team of Ada, who is Online, and Bo, who is not; and what its webhook is told of coverage. */
class CoverageUnderTest implements AsyncDisposable {
  t: TeamUnderTest;
  /** Whether changes of the store fail. */
  isDown = false;
  readonly #earlier: TeamUnderTest[] = [];
  #coverage: TeamCoverage;

  private constructor(t: TeamUnderTest) {
    this.t = t;
    this.#coverage = this.#follow();
  }

  static async start(): Promise<CoverageUnderTest> {
    const t = await TeamUnderTest.start();
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
    const coverage = new CoverageUnderTest(t);
    await coverage.pass(SECOND);
    return coverage;
  }

  /** Another server takes up the team, `downMs` later. `meanwhile` happens before anybody looks. */
  async restart(
    downMs: number,
    meanwhile: () => Promise<unknown> = async () => undefined,
  ): Promise<void> {
    await this.#coverage.close();
    this.#earlier.push(this.t);
    this.t = await this.t.restart(downMs);
    await meanwhile();
    await this.t.saved();
    this.#coverage = this.#follow();
    await this.#settle();
  }

  async adaChooses(choice: 'online' | 'busy'): Promise<void> {
    await this.t.team.choose(this.t.observer, { choice, ageMs: 0 });
    await this.#settle();
  }

  async switchBo(active: boolean): Promise<void> {
    await this.t.store.change('team', (tx) => tx.members.change('bo', { active }));
    await this.t.team.reload();
    await this.#settle();
  }

  /** Time passes with Ada at her keyboard. */
  async pass(ms: number): Promise<void> {
    await this.t.work(ms);
    await this.#settle();
  }

  /** What was told since this was asked last, the oldest first. */
  async told(): Promise<readonly { readonly covered: boolean; readonly since: number }[]> {
    const told = [];
    const now = this.t.clock.now();
    const { deliveries } = this.t.store;
    for (;;) {
      const claim = { webhookId: 'hook', now, until: now + 1, limit: 1 };
      const [delivery] = await deliveries.claim(claim);
      if (delivery === undefined) return told;
      const { covered, since } = JSON.parse(delivery.body);
      told.push({ covered, since });
      await deliveries.delivered(delivery.deliveryId, { at: now, httpStatus: 200 });
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#coverage.close();
    await this.t[Symbol.asyncDispose]();
    for (const t of this.#earlier) await t[Symbol.asyncDispose]();
  }

  #follow(): TeamCoverage {
    const store = new Proxy(this.t.store, {
      get: (inner, name) => {
        const value = Reflect.get(inner, name);
        if (name === 'change') {
          return (...given: Parameters<SqlStore['change']>) =>
            this.isDown ? Promise.reject(new Error('disk full')) : inner.change(...given);
        }
        return typeof value === 'function' ? value.bind(inner) : value;
      },
    });
    const coverage = new TeamCoverage('team', { ...this.t, store });
    coverage.start();
    return coverage;
  }

  /** Resolves when what has been begun is done. */
  async #settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await setImmediate();
    // The database has one connection, so nothing is under way in it once it answers.
    await this.t.store.change('team', async () => undefined);
  }
}

describe('NO6: webhooks are told of coverage', () => {
  it('when nobody has been Online for 60 s, and when somebody is again, each once', async () => {
    await using c = await CoverageUnderTest.start();
    const since = c.t.clock.now();
    await c.adaChooses('busy');
    await c.pass(MINUTE - 1);
    expect(await c.told()).toEqual([]);
    await c.pass(1);
    expect(await c.told()).toEqual([{ covered: false, since }]);
    await c.pass(10 * MINUTE);
    expect(await c.told()).toEqual([]);
    await c.t.connect('bo');
    await c.adaChooses('online');
    expect(await c.told()).toEqual([{ covered: true, since: c.t.clock.now() }]);
  });

  it('not where somebody is back within the minute, which then begins anew', async () => {
    await using c = await CoverageUnderTest.start();
    await c.adaChooses('busy');
    await c.pass(MINUTE - 1);
    await Promise.all([c.adaChooses('online'), c.adaChooses('busy')]);
    await c.pass(MINUTE - 1);
    expect(await c.told()).toEqual([]);
    await c.pass(1);
    expect(await c.told()).toMatchObject([{ covered: false }]);
  });

  it('not twice over a restart, and of what ended meanwhile', async () => {
    await using c = await CoverageUnderTest.start();
    await c.adaChooses('busy');
    await c.pass(MINUTE);
    expect(await c.told()).toMatchObject([{ covered: false }]);
    await c.restart(SECOND);
    await c.pass(10 * MINUTE);
    expect(await c.told()).toEqual([]);
    await c.restart(SECOND, () => c.t.connect('bo'));
    expect(await c.told()).toMatchObject([{ covered: true }]);
    await c.restart(SECOND, () => c.t.connect('bo'));
    expect(await c.told()).toEqual([]);
  });

  it('60 s after somebody was Online, whatever restarts in between', async () => {
    await using c = await CoverageUnderTest.start();
    const since = c.t.clock.now();
    await c.adaChooses('busy');
    await c.pass(20 * SECOND);
    await c.restart(10 * SECOND);
    await c.pass(30 * SECOND - 1);
    expect(await c.told()).toEqual([]);
    await c.pass(1);
    expect(await c.told()).toEqual([{ covered: false, since }]);
  });

  it('WH1: in a team of one too, and not anew when somebody joins who is Offline', async () => {
    await using c = await CoverageUnderTest.start();
    await c.switchBo(false);
    await c.adaChooses('busy');
    await c.pass(MINUTE);
    expect(await c.told()).toMatchObject([{ covered: false }]);
    await c.switchBo(true);
    await c.pass(10 * MINUTE);
    expect(await c.told()).toEqual([]);
    await c.adaChooses('online');
    expect(await c.told()).toMatchObject([{ covered: true }]);
  });

  it('WH1: where the last who was Online is switched off, from that moment on', async () => {
    await using c = await CoverageUnderTest.start();
    await c.t.connect('bo');
    await c.adaChooses('busy');
    await c.pass(MINUTE);
    expect(await c.told()).toEqual([]);
    const since = c.t.clock.now();
    await c.switchBo(false);
    await c.pass(MINUTE - 1);
    expect(await c.told()).toEqual([]);
    await c.pass(1);
    expect(await c.told()).toEqual([{ covered: false, since }]);
  });

  it('later where the store did not answer when it was to be told', async () => {
    await using c = await CoverageUnderTest.start();
    await c.adaChooses('busy');
    c.isDown = true;
    await c.pass(MINUTE);
    expect(c.t.logged.join()).toContain('disk full');
    c.isDown = false;
    expect(await c.told()).toEqual([]);
    await c.pass(10 * SECOND);
    expect(await c.told()).toMatchObject([{ covered: false }]);
  });

  it('whatever somebody sets the clock to', async () => {
    await using c = await CoverageUnderTest.start();
    await c.adaChooses('busy');
    c.t.clock.setForward(60 * MINUTE);
    await c.pass(MINUTE - 1);
    expect(await c.told()).toEqual([]);
    await c.pass(1);
    expect(await c.told()).toMatchObject([{ covered: false }]);
  });
});
