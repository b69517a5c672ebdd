import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Cluster } from '../../../support/cluster.ts';
import { withstands } from '../../../support/cluster-truth.ts';
import { lasting } from '../../../support/fault-length.ts';
import { WireClient } from '../../../support/wire-client.ts';

vi.setConfig({ testTimeout: 120_000 });

const STOPPED_MS = lasting({ shortMs: 5_000, longMs: 10_000 });
const FROZEN_MS = lasting({ shortMs: 6_000, longMs: 20_000 });

/** How long who has left meanwhile may be shown as there, in milliseconds. */
const GONE_MS = 25_000;

let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.start({ processes: 3, crowd: 9, others: 2 });
});

afterAll(() => cluster[Symbol.asyncDispose]());

it('SV4, PR8: while Redis is stopped nobody is seen to leave but who does, and a timed choice ends', async () => {
  const [quits, ends] = cluster.others;
  if (quits === undefined || ends === undefined) throw new Error('two are to be in the team');
  const { url } = cluster.carrier();
  const until = Date.now() + STOPPED_MS;
  await cluster.look((store) =>
    store.changeChoice(ends.memberId, () => ({
      choice: 'busy',
      fallback: 'online',
      madeAt: Date.now(),
      madeOn: null,
      until,
      note: null,
    })),
  );
  const quitting = await WireClient.connect({ url, token: quits.token });
  using ending = await WireClient.connect({ url, token: ends.token });
  const expectSeen = (memberId: string, status: string): void => {
    for (const { team } of cluster.crowd) {
      expect(team?.replica.statuses.get(memberId)?.status).toBe(status);
    }
  };
  await vi.waitFor(() => {
    expectSeen(quits.memberId, 'online');
    expectSeen(ends.memberId, 'busy');
  });

  await withstands(cluster, async () => {
    await cluster.redis.stop();
    quitting[Symbol.dispose]();
    await wait(STOPPED_MS);
    await cluster.redis.run();
    await vi.waitFor(() => expectSeen(ends.memberId, 'online'), { timeout: 10_000 });
    await ending.ask('bye', { reason: 'quit' });
    await vi.waitFor(() => expectSeen(ends.memberId, 'offline'));
    await vi.waitFor(() => expectSeen(quits.memberId, 'offline'), { timeout: GONE_MS });
  });
});

it('SV4: a Redis that is killed and comes back with what it had is noticed by nobody for long', async () => {
  await withstands(cluster, () => cluster.redis.restart({ empty: false }));
});

it('SV4, SV5: a Redis that comes back empty costs nobody what was chosen, and nobody is seen to leave', async () => {
  await withstands(cluster, () => cluster.redis.restart({ empty: true }));
});

it('SV4, SV5: while Redis stands still nothing is lost, and afterwards everybody knows the truth', async () => {
  await withstands(cluster, async () => {
    cluster.redis.freeze();
    await wait(FROZEN_MS);
    cluster.redis.thaw();
  });
});
