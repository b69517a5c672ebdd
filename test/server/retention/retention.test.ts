import { describe, expect, it, vi } from 'vitest';
import { startRetention } from '../../../src/server/retention/retention.ts';
import { HISTORY_DAYS } from '../../../src/shared/domain/history.ts';
import { HOUR, TeamUnderTest } from '../../support/team-presence.ts';

const DAY = 24 * HOUR;

describe('how long something is kept', () => {
  it('TR6: what ended 90 days ago goes, what is younger and what goes on stays', async () => {
    await using t = await TeamUnderTest.start();
    const bo = await t.connect('bo');
    await t.work(HOUR, bo);
    await t.team.choose(bo, { choice: 'busy', ageMs: 0 });
    await t.work(2 * HOUR, bo);
    await t.team.bye(bo, 'quit');
    const seen = async () => (await t.store.history('bo', { limit: 10 })).intervals;
    await t.team.close();
    const [offline, busy, online] = await seen();
    expect(online).toMatchObject({ status: 'online' });

    const stop = startRetention({ ...t, tokensInUse: () => new Set() });
    for (let day = 1; day < HISTORY_DAYS; day += 1) t.clock.advance(DAY);
    expect(await seen()).toEqual([offline, busy, online]);
    t.clock.advance(DAY);
    expect(await seen()).toEqual([offline, busy]);
    t.clock.advance(DAY);
    expect(await seen()).toEqual([offline]);
    for (let day = 0; day < HISTORY_DAYS; day += 1) t.clock.advance(DAY);
    expect(await seen()).toEqual([offline]);
    stop();
    expect(t.clock.pending).toBe(0);
  });

  it('KE5, TR3: a browser that was not used for 30 days is signed out, one that is connected is not', async () => {
    await using t = await TeamUnderTest.start();
    const createdAt = t.clock.now();
    const issue = (tokenHash: string, kind: 'web' | 'api') =>
      t.store.change('team', (tx) =>
        tx.tokens.issue({
          tokenId: tokenHash,
          tokenHash,
          memberId: 'bo',
          kind,
          deviceId: null,
          deviceName: 'Chromium',
          createdAt,
        }),
      );
    for (const hash of ['never used', 'used', 'open']) await issue(hash, 'web');
    await issue('script', 'api');
    const stop = startRetention({ ...t, tokensInUse: () => new Set(['open']) });
    t.clock.advance(10 * DAY);
    await t.store.touchToken('used', t.clock.now());
    const kept = async () =>
      (await t.store.read.tokens.ofMember('bo'))
        .filter(({ kind }) => kind !== 'desktop')
        .map(({ tokenId }) => tokenId)
        .toSorted();
    t.clock.advance(20 * DAY);
    expect(await kept()).toEqual(['never used', 'open', 'script', 'used']);
    t.clock.advance(DAY);
    await vi.waitFor(async () => expect(await kept()).toEqual(['open', 'script', 'used']));
    t.clock.advance(10 * DAY);
    await vi.waitFor(async () => expect(await kept()).toEqual(['open', 'script']));
    stop();
  });

  it('KE5: links are gone a week after they expired, answered requests after a day', async () => {
    await using t = await TeamUnderTest.start();
    const createdAt = t.clock.now();
    const expiresAt = createdAt + DAY;
    await t.store.change('team', (tx) =>
      tx.links.add(
        {
          kind: 'password',
          linkId: 'link',
          teamId: 'team',
          memberId: 'bo',
          createdBy: null,
          createdAt,
          expiresAt,
        },
        'secret',
      ),
    );
    const request = { caller: 'integration', key: 'key', fingerprint: 'a', answeredAt: createdAt };
    const response = { status: 201, body: '{}' };
    await t.store.change('team', (tx) => tx.requests.add({ ...request, response }));
    const isRequestKept = async () => {
      const { caller, key } = request;
      return (await t.store.change('team', (tx) => tx.requests.find(caller, key))) !== null;
    };
    const stop = startRetention({ ...t, tokensInUse: () => new Set() });
    t.clock.advance(DAY);
    expect(await isRequestKept()).toBe(true);
    t.clock.advance(DAY);
    expect(await isRequestKept()).toBe(false);
    t.clock.advance(6 * DAY);
    expect(await t.store.read.links.find('secret')).not.toBeNull();
    t.clock.advance(DAY);
    expect(await t.store.read.links.find('secret')).toBeNull();
    stop();
  });
});
