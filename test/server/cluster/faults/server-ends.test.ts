import { expect, it, vi } from 'vitest';
import { Cluster } from '../../../support/cluster.ts';
import { withstands } from '../../../support/cluster-truth.ts';
import type { Serving } from '../../../support/command-line.ts';
import { WireClient } from '../../../support/wire-client.ts';

vi.setConfig({ testTimeout: 120_000 });

/** How long members may be refused while another server takes the lead in order, in milliseconds. */
const HANDOVER_MS = 2_000;

/** The same where the one that led is gone without a word: its lease, and a look each second. */
const TAKEOVER_MS = 7_000;

/** How long who does not come back may be shown as there, in milliseconds (SV3). */
const GONE_MS = 25_000;

/** Connects to one server, and does not come back when it is lost. */
async function leaver(cluster: Cluster, server: Serving): Promise<string> {
  const account = cluster.others.at(-1);
  if (account === undefined) throw new Error('nobody else is in the team');
  const client = await WireClient.connect({ url: server.url, token: account.token });
  cluster.onDispose(() => client[Symbol.dispose]());
  return account.memberId;
}

/** Resolves with when everybody sees that a member is Offline (epoch milliseconds). */
async function seenGone(cluster: Cluster, memberId: string): Promise<number> {
  await vi.waitFor(
    () => {
      for (const { team } of cluster.crowd) {
        expect(team?.replica.statuses.get(memberId)?.status).toBe('offline');
      }
    },
    { timeout: GONE_MS + 5_000 },
  );
  return Date.now();
}

it('SV3, SV5, PR15: servers that end, each in its way, take nobody with them who comes back', async () => {
  await using cluster = await Cluster.start({ processes: 3, crowd: 9, others: 1 });

  for (const victim of [cluster.carrier(), cluster.leader()]) {
    const { silentMs } = await withstands(cluster, async () => {
      await victim.stop('SIGTERM');
      await cluster.restart(victim);
    });
    expect(silentMs).toBeLessThan(HANDOVER_MS);
  }

  for (const role of ['carrier', 'leader'] as const) {
    const victim = cluster[role]();
    const memberId = await leaver(cluster, victim);
    const passage = await withstands(cluster, async () => {
      const killedAt = Date.now();
      await victim.stop('SIGKILL');
      await cluster.restart(victim);
      expect((await seenGone(cluster, memberId)) - killedAt).toBeLessThan(GONE_MS);
    });
    expect(passage.silentMs).toBeLessThan(role === 'leader' ? TAKEOVER_MS : HANDOVER_MS);
  }
});

it('SV3, PR7: a device that comes anew while nobody leads takes the place of its earlier session', async () => {
  await using cluster = await Cluster.start({ processes: 2, crowd: 1, others: 1 });
  const { url } = cluster.carrier();
  const { token = '' } = cluster.others[0] ?? {};
  using earlier = await WireClient.connect({ url, token });
  await cluster.leader().stop('SIGKILL');
  using anew = await WireClient.connect({ url, token });
  expect(await earlier.ended).toBe('io server disconnect');
  expect(await anew.report()).toMatchObject({ ok: true, status: 'online' });
}, 30_000);
