import { setTimeout as wait } from 'node:timers/promises';
import { expect, it, vi } from 'vitest';
import { Cluster } from '../../../support/cluster.ts';
import { withstands } from '../../../support/cluster-truth.ts';
import { isLong, lasting } from '../../../support/fault-length.ts';
import { WireClient } from '../../../support/wire-client.ts';

vi.setConfig({ testTimeout: 180_000 });

type Role = 'leader' | 'carrier';

/** In `npm test` both at once, and just long enough for every client to be elsewhere. */
const HELD: readonly (readonly Role[])[] = isLong
  ? [['leader'], ['carrier']]
  : [['leader', 'carrier']];
const STILL_MS = lasting({ shortMs: 17_000, longMs: 30_000 });

it.each(HELD.map((roles) => ({ roles, who: roles.join(' and ') })))(
  'SV2, SV3, SV5: servers that stand still and go on ($who) speak for nobody, and nobody was seen to leave',
  async ({ roles }) => {
    await using cluster = await Cluster.start({ processes: 3, crowd: 6, others: 4 });
    const held = roles.map((role) => cluster[role]());
    await withstands(cluster, async () => {
      // Who has just come notices latest, as their first heartbeat is yet to come.
      const late = Array.from({ length: 3 }, () => cluster.join());
      await vi.waitFor(() => cluster.expectAllHere(late), { timeout: 5_000 });
      for (const server of held) server.freeze();
      await wait(STILL_MS);
      for (const server of held) server.thaw();
      // It has to have found out before it can be said that it said nothing.
      await vi.waitFor(
        () => {
          for (const { logged } of held) {
            expect(logged.join()).toContain('this process stood still');
          }
        },
        { timeout: 10_000 },
      );
      for (const member of late) member.work();
    });
  },
);

it('SV2: who comes and leaves while the leader stands still is not brought back when it goes on', async () => {
  await using cluster = await Cluster.start({ processes: 3, crowd: 3, others: 2 });
  const [comes, stays] = cluster.others;
  if (comes === undefined || stays === undefined) throw new Error('two are to be in the team');
  const [{ url }, leader] = [cluster.carrier(), cluster.leader()];
  using viewer = await WireClient.connect({ url, token: stays.token });
  const seen = (status: string) =>
    vi.waitFor(async () => expect(await viewer.seen(comes.memberId)).toMatchObject({ status }), {
      timeout: 10_000,
    });
  await withstands(cluster, async () => {
    leader.freeze();
    // Asked to take up this session, it says that it does not lead only when the session is over.
    using client = await WireClient.connect({ url, token: comes.token });
    await seen('online');
    await client.ask('bye', { reason: 'quit' });
    await seen('offline');
    leader.thaw();
    await vi.waitFor(() => expect(leader.logged.join()).toContain('leads no longer'));
    await viewer.ask('bye', { reason: 'quit' });
  });
});
