import { describe, expect, it } from 'vitest';
import { Cluster } from '../../../support/cluster.ts';
import {
  agreed,
  faultsInStore,
  longestSilence,
  seenToLeave,
} from '../../../support/cluster-truth.ts';

describe('try', () => {
  it('works', async () => {
    const t = performance.now();
    await using cluster = await Cluster.start({ processes: 3, crowd: 9, others: 3 });
    console.log('started', performance.now() - t);
    cluster.work();
    await cluster.goOn(3000);
    for (const what of ['carrier', 'leader'] as const) {
      const since = Date.now();
      const victim = cluster[what]();
      console.log(what, cluster.load(victim));
      await victim.stop('SIGKILL');
      await cluster.goOn(12000);
      console.log('silence', longestSilence(cluster, since, Date.now()));
      console.log(seenToLeave(cluster, since));
      await cluster.restart(victim);
    }
    await cluster.rest();
    console.log('agreed', await agreed(cluster));
    console.log(await faultsInStore(cluster));
    console.log(cluster.shop.acknowledged.length, cluster.shop.refused);
    for (const s of cluster.servers) console.log(s.logged.filter((l) => !l.includes('"level":30') || l.includes('leads')).map((l) => l.slice(0, 600)).join('\n'));
    console.log(cluster.crowd.flatMap((c) => c.warnings));
    expect(1).toBe(1);
  });
});
