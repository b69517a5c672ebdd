import { expect, it, vi } from 'vitest';
import { Cluster } from '../../../support/cluster.ts';
import { withstands } from '../../../support/cluster-truth.ts';
import { TcpProxy } from '../../../support/tcp-proxy.ts';

vi.setConfig({ testTimeout: 120_000 });

/** How long clients may be shown what is not true any more, in milliseconds. */
const CUT_OFF_MS = 20_000;

it('SV3, PR9: whose server alone cannot reach Redis is with another before anybody sees them leave', async () => {
  await using cluster = await Cluster.start({ processes: 2, crowd: 4, others: 3 });
  await using line = await TcpProxy.to(cluster.redis.url);
  const server = await cluster.startServer(2, cluster.redis.through(line));
  // Who comes now comes to the one that nobody is on.
  const late = [cluster.join(), cluster.join()];
  await vi.waitFor(() => cluster.expectAllHere(late), { timeout: 10_000 });
  expect(cluster.load(server)).toBeGreaterThan(0);
  await withstands(cluster, async () => {
    line.stall();
    await vi.waitFor(() => expect(cluster.load(server)).toBe(0), { timeout: CUT_OFF_MS });
    line.mend();
  });
});
