import { expect, it, vi } from 'vitest';
import { Cluster } from '../../../support/cluster.ts';
import type { Account } from '../../../support/crowd-member.ts';
import { WireClient } from '../../../support/wire-client.ts';

vi.setConfig({ testTimeout: 120_000 });

/** The inactivity timeout of the team, and the shortest time for which one can be Busy, in milliseconds. */
const TIMEOUT_MS = 60_000;
const BUSY_MS = 300_000;

/** When something ends, in milliseconds after the leader was killed: before another can lead, and when one does. */
const ENDS_IN_MS = { whileNobodyLeads: 2_000, underTheNext: 14_000 } as const;

/** How much later than that those who look may be told of what another leader has to end, in milliseconds. */
const TAKEOVER_MS = 7_000;

/** How exactly a moment is known, of which the parts are measured by different processes, in milliseconds. */
const PRECISION_MS = 500;

it('SV3, SV5, PR3, PR8: what ends around the death of the leader ends once, and when it should', async () => {
  await using cluster = await Cluster.start({ processes: 3, crowd: 2, others: 4 });
  const [viewer] = cluster.crowd;
  expect(await viewer?.client.changeSettings({ inactivityTimeoutMinutes: 1 })).toMatchObject({
    ok: true,
  });
  const leader = cluster.leader();
  const { url } = cluster.carrier();
  const connect = async ({ token, memberId }: Account) => {
    const client = await WireClient.connect({ url, token, deviceId: `of-${memberId}` });
    cluster.onDispose(() => client[Symbol.dispose]());
    return client;
  };

  const people = await Promise.all(
    cluster.others.map(async (account, at) => ({
      account,
      client: await connect(account),
      what: at % 2 === 0 ? ('busy' as const) : ('inactive' as const),
      endsInMs: at < 2 ? ENDS_IN_MS.whileNobodyLeads : ENDS_IN_MS.underTheNext,
    })),
  );
  // Who came in the last moment may seem to be there for a grace longer: of their device nothing is kept.
  for (const { client } of people) await client.ask('history:get', { limit: 1 });
  const endsAt = new Map<Account, number>();
  for (const { account, client, what, endsInMs } of people) {
    endsAt.set(account, Date.now() + endsInMs);
    const answer =
      what === 'busy'
        ? await client.ask('choose', {
            choice: 'busy',
            forSeconds: BUSY_MS / 1_000,
            ageMs: BUSY_MS - endsInMs,
          })
        : await client.report({ idleMs: TIMEOUT_MS - endsInMs });
    expect(answer).toMatchObject({ ok: true });
  }
  await leader.stop('SIGKILL');
  expect(Date.now()).toBeLessThan(Math.min(...endsAt.values()));

  for (const { account, what, endsInMs } of people) {
    const cause = what === 'busy' ? 'timer' : 'inactivity';
    const showsEnd = () => {
      for (const { team } of cluster.crowd) {
        expect(team?.replica.statuses.get(account.memberId)?.cause).toBe(cause);
      }
    };
    await vi.waitFor(showsEnd, { timeout: endsInMs + TAKEOVER_MS, interval: 100 });
  }
  await cluster.restart(leader);

  for (const { account, what, endsInMs } of people) {
    const { intervals } = await cluster.look((store) =>
      store.history(account.memberId, { limit: 100 }),
    );
    const story = intervals.toReversed().map(({ status, cause }) => `${status} ${cause}`);
    expect(story).toEqual(
      what === 'busy'
        ? ['online signed-in', 'busy chosen', 'online timer']
        : ['online signed-in', 'offline inactivity'],
    );
    const lateMs = (intervals[0]?.from ?? 0) - (endsAt.get(account) ?? 0);
    expect(lateMs).toBeGreaterThan(-PRECISION_MS);
    // That there was no input is known to the next leader only once the device has said it again.
    const mayBeLate = what === 'inactive' && endsInMs === ENDS_IN_MS.whileNobodyLeads;
    expect(lateMs).toBeLessThan(mayBeLate ? TAKEOVER_MS : PRECISION_MS);
  }
});
