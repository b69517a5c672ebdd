import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { Members } from '../../../src/server/accounts/members.ts';
import type { Leadership } from '../../../src/server/lead/leadership.ts';
import { openLeadership } from '../../../src/server/open-leadership.ts';
import { openSqliteStore } from '../../../src/server/store/sqlite/sqlite-store.ts';
import type { Store } from '../../../src/server/store/store.ts';
import { hashToken } from '../../../src/server/tokens/token.ts';
import { Refusal } from '../../../src/shared/protocol/errors.ts';
import { recordingLogger } from '../../support/logged.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { RedisServer } from '../../support/redis.ts';
import { storeMemberWithToken, storeTeam } from '../../support/stored-team.ts';
import { temporaryFolder } from '../../support/team-server.ts';

/** Longer than what is restored may go on without anybody coming back, in milliseconds. */
const LONG_MS = 20_000;

let disposal = new AsyncDisposableStack();
afterEach(async () => {
  await disposal.disposeAsync();
  disposal = new AsyncDisposableStack();
});

/** The same store, which in the next term does not answer when deliveries are to be released. */
function failingInNextTerm(inner: Store): Store {
  let isNext = true;
  return instead(inner, {
    inTerm: (term: number) => {
      const store = inner.inTerm(term);
      if (!isNext) return store;
      isNext = false;
      const releaseAll = async () => {
        throw new Refusal('unavailable', 'The database does not answer. Try again in a moment.');
      };
      return instead(store, { deliveries: instead(store.deliveries, { releaseAll }) });
    },
  });
}

function instead<T extends object>(target: T, other: Readonly<Record<string, unknown>>): T {
  return new Proxy(target, {
    get(inner, name) {
      if (typeof name === 'string' && name in other) return other[name];
      const value: unknown = Reflect.get(inner, name);
      return typeof value === 'function' ? value.bind(inner) : value;
    },
  });
}

/** Bo’s team in a store and a Redis, and servers that lead it. */
async function setUp() {
  const redis = disposal.use(await RedisServer.start());
  const folder = disposal.use(await temporaryFolder());
  const clock = new ManualClock();
  const store = openSqliteStore(folder.path, clock);
  disposal.defer(() => store.close());
  await store.prepare();
  await storeTeam(store);
  await storeMemberWithToken(store, { memberId: 'bo', role: 'agent', token: 'of-bo' });
  const config = { redisUrl: redis.url, allowPrivateWebhooks: false };
  const { logger, logged } = recordingLogger();
  const start = async (on: Store): Promise<Leadership> => {
    const parts = { store: on, clock, ids: randomUUID, logger };
    const leadership = openLeadership(config, parts, () => undefined);
    await leadership.start(() => Promise.reject(new Error('nothing is asked over HTTP')));
    return leadership;
  };
  const leads = (leadership: Leadership) =>
    vi.waitFor(() => {
      clock.advance(100);
      expect(leadership.isLeading).toBe(true);
    }, 10_000);
  const tokenHash = hashToken('of-bo');
  const owner = await store.tokenOwner(tokenHash);
  if (owner === null) throw new Error('Bo has no token');
  const come = ({ lead }: Leadership) =>
    lead.connect({
      sessionId: randomUUID(),
      owner,
      tokenHash,
      device: { deviceId: 'device-of-bo', name: 'Laptop' },
      activity: { seq: 0, idleMs: 0, locked: false, source: 'system' },
      isAgain: false,
      isSuspended: false,
    });
  return { clock, come, leads, logged, redis, start, store };
}

it('SV2, PR7: nothing is left of an attempt to lead that failed', async () => {
  const { clock, come, leads, logged, start, store } = await setUp();
  const before = await start(store);
  await leads(before);
  await come(before);
  await before.close();

  const leadership = await start(failingInNextTerm(store));
  disposal.defer(() => leadership.close());
  await leads(leadership);
  expect(logged.join()).toContain('this server cannot lead');
  await come(leadership);
  for (let passed = 0; passed < LONG_MS; passed += 250) {
    clock.advance(250);
    await leadership.log.told('team');
    await setImmediate();
  }
  const { members } = await leadership.log.told('team');
  expect(members.map(({ visible }) => visible.status)).toEqual(['online']);
  expect(leadership.isLeading).toBe(true);
});

it('KE2, SV3: what is in the store is not refused as not done where nobody leads', async () => {
  const { clock, leads, redis, start, store } = await setUp();
  const leadership = await start(store);
  disposal.defer(() => leadership.close());
  await leads(leadership);
  await redis.stop();
  await vi.waitFor(() => {
    clock.advance(1_000);
    expect(leadership.isLeading).toBe(false);
  });
  const members = new Members({ store, clock, ids: randomUUID, teams: leadership });
  const operator = { kind: 'operator', teamId: 'team' } as const;
  const asked = [
    members.change(operator, 'bo', { name: 'Bob' }),
    leadership.endRevoked('team', 'signed-out'),
  ];
  const settled = Promise.allSettled(asked).then((outcomes) => ({ outcomes }));
  const moved = vi.waitUntil(async () => {
    clock.advance(1_000);
    return Promise.race([settled, setImmediate(null)]);
  });
  expect((await moved).outcomes).toMatchObject([
    { status: 'fulfilled', value: { name: 'Bob' } },
    { status: 'rejected', reason: { code: 'unavailable', mayBeDone: true } },
  ]);
});
