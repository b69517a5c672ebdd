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

/** Another member at a server that does not lead. */
async function connectOther() {
  const [other] = cluster.others;
  const { memberId = '', token = '' } = other ?? {};
  const client = await WireClient.connect({ url: cluster.carrier().url, token });
  const seen = (status: string): Promise<void> =>
    vi.waitFor(() => {
      for (const { team } of cluster.crowd) {
        expect(team?.replica.statuses.get(memberId)?.status).toBe(status);
      }
    });
  await seen('online');
  return {
    client,
    seen,
    /** Locks and unlocks the computer, which everybody sees. */
    async goAndCome(): Promise<void> {
      for (const locked of [true, false]) {
        await client.report({ locked });
        await seen(locked ? 'offline' : 'online');
      }
    },
    [Symbol.dispose]: () => client[Symbol.dispose](),
  };
}

it('KE2, SV5, TR6: while PostgreSQL is stopped who comes and goes is seen, and is in the history afterwards', async () => {
  using other = await connectOther();
  await withstands(cluster, async () => {
    await cluster.postgres.stop();
    await other.goAndCome();
    await wait(STOPPED_MS);
    await other.client.ask('bye', { reason: 'quit' });
    await other.seen('offline');
    await cluster.postgres.run();
  });
});

it('SV3, SV5, TR6: so it is where the server that leads dies before PostgreSQL is back', async () => {
  using other = await connectOther();
  await withstands(cluster, async () => {
    const leader = cluster.leader();
    await cluster.postgres.stop();
    await other.goAndCome();
    await other.goAndCome();
    await leader.stop('SIGKILL');
    await cluster.postgres.run();
    await cluster.restart(leader);
    await vi.waitFor(async () => {
      expect(await other.client.ask('bye', { reason: 'quit' })).toMatchObject({ ok: true });
    }, 20_000);
    await other.seen('offline');
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
