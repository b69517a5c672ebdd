import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { Cluster } from '../../../support/cluster.ts';
import { withstands } from '../../../support/cluster-truth.ts';
import { lasting } from '../../../support/fault-length.ts';
import { WireClient } from '../../../support/wire-client.ts';

vi.setConfig({ testTimeout: 120_000 });

const STOPPED_MS = lasting({ shortMs: 4_000, longMs: 10_000 });
const FROZEN_MS = lasting({ shortMs: 6_000, longMs: 20_000 });

let cluster: Cluster;

beforeAll(async () => {
  cluster = await Cluster.start({ processes: 3, crowd: 9, others: 1 });
});

afterAll(() => cluster[Symbol.asyncDispose]());

it('KE2, SV5, TR6: while PostgreSQL is stopped who comes and goes is seen, and is in the history afterwards', async () => {
  const [other] = cluster.others;
  const { memberId = '', token = '' } = other ?? {};
  using client = await WireClient.connect({ url: cluster.carrier().url, token });
  const expectSeen = (status: string): void => {
    for (const { team } of cluster.crowd) {
      expect(team?.replica.statuses.get(memberId)?.status).toBe(status);
    }
  };
  await vi.waitFor(() => expectSeen('online'));
  await withstands(cluster, async () => {
    await cluster.postgres.stop();
    for (const locked of [true, false]) {
      await client.report({ locked });
      await vi.waitFor(() => expectSeen(locked ? 'offline' : 'online'));
    }
    await wait(STOPPED_MS);
    await client.ask('bye', { reason: 'quit' });
    await vi.waitFor(() => expectSeen('offline'));
    await cluster.postgres.run();
  });
});

it('SV5, KE2: a PostgreSQL that is killed costs nobody what was acknowledged', async () => {
  await withstands(cluster, async () => {
    await cluster.postgres.stop('SIGKILL');
    // What it has left behind may take a moment to end.
    await vi.waitFor(() => cluster.postgres.run(), { timeout: 30_000 });
  });
});

it('SV5, KE2: a PostgreSQL that stands still is gone around, and afterwards everybody knows the truth', async () => {
  await withstands(cluster, async () => {
    cluster.postgres.freeze();
    await wait(FROZEN_MS);
    cluster.postgres.thaw();
  });
});
