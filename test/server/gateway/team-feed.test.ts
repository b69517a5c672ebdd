import { afterEach, describe, expect, it } from 'vitest';
import { SHORTEST_PAUSE_MS } from '../../../src/server/gateway/delta-batcher.ts';
import { TeamFeed } from '../../../src/server/gateway/team-feed.ts';
import { unpackStatuses } from '../../../src/shared/protocol/packed-statuses.ts';
import type { PackedDelta } from '../../../src/shared/protocol/schemas.ts';
import { storeMember } from '../../support/stored-team.ts';
import { SECOND, TeamUnderTest } from '../../support/team-presence.ts';
import { Unpacker } from '../../support/unpacked.ts';

const LOG = 'log';

let disposal = new AsyncDisposableStack();
afterEach(async () => {
  await disposal.disposeAsync();
  disposal = new AsyncDisposableStack();
});

/** Ada and Bo's team, and what is told of it. */
async function start() {
  return feedOf(disposal.use(await TeamUnderTest.start()));
}

async function feedOf(t: TeamUnderTest) {
  const sent: PackedDelta[] = [];
  const feed = new TeamFeed({
    clock: t.clock,
    send: (delta) => sent.push(delta),
    onMessage: () => undefined,
    onMissed: () => undefined,
  });
  const unfollow = await t.log.follow('team', feed);
  disposal.defer(() => {
    unfollow();
    feed.close();
  });
  return { t, feed, sent };
}

/** Adds Cy, as the command line does. */
async function addCy({ t }: { t: TeamUnderTest }, name = 'Cy'): Promise<void> {
  const createdAt = t.clock.now();
  const cy = { memberId: 'cy', teamId: 'team', email: 'cy@example.com', role: 'agent' } as const;
  await storeMember(t.store, { ...cy, name, createdAt });
  await t.team.reload();
}

async function change({ t }: { t: TeamUnderTest }, to: object): Promise<void> {
  await t.store.change('team', (tx) => tx.members.change('bo', to));
  await t.team.reload();
}

const ADA = { memberId: 'ada', name: 'ada', role: 'owner' };
const BO = { memberId: 'bo', name: 'bo', role: 'agent' };

describe('PR9 who comes to a team', () => {
  it('is told all of it, as it is now', async () => {
    const { t, feed } = await start();
    const bo = await t.connect('bo');
    await t.team.choose(bo, { choice: 'busy', note: 'On a call', ageMs: 0 });
    const { version, snapshot, deltas } = feed.welcome({});
    expect(deltas).toBeUndefined();
    expect(version).toBe(await t.version());
    expect(snapshot?.version).toBe(version);
    expect(snapshot && new Unpacker(null).snapshot(snapshot)).toMatchObject({
      log: LOG,
      members: [ADA, BO],
      statuses: [
        { memberId: 'ada', status: 'online' },
        { memberId: 'bo', status: 'busy', note: 'On a call' },
      ],
    });
  });

  it('is told only what was missed since a version that is still held', async () => {
    const { t, feed } = await start();
    const unpacker = new Unpacker(null);
    const { version } = unpacker.snapshot(feed.snapshot(undefined));
    const names = unpacker.namesVersion ?? '';
    const bo = await t.connect('bo');
    await t.pass(SECOND);
    await t.team.choose(bo, { choice: 'busy', ageMs: 0 });
    const back = feed.welcome({ have: { log: LOG, version }, names });
    expect(back).not.toHaveProperty('snapshot');
    expect(back.version).toBe(version + 2);
    expect(back.deltas?.map((delta) => unpacker.delta(delta))).toMatchObject([
      // How Bo is in the end, and nothing of how he came there.
      { from: version, to: version + 2, changes: [{ memberId: 'bo', status: 'busy' }] },
    ]);
    expect(back.deltas?.[0]).not.toHaveProperty('names');
    expect(feed.welcome({ have: { log: LOG, version: version + 2 } })).toEqual({
      log: LOG,
      version: version + 2,
      deltas: [],
    });
  });

  it.each([
    ['of another log', { log: 'older', version: 1 }],
    ['that never was', { log: LOG, version: 1_000 }],
  ])('is told all of it where they have a version %s', async (_, have) => {
    const { feed } = await start();
    const welcome = feed.welcome({ have });
    expect(welcome).toHaveProperty('snapshot');
    expect(welcome).not.toHaveProperty('deltas');
  });

  it('is told the names where they do not have them, whoever came before with them', async () => {
    const { feed } = await start();
    const { version = '' } = feed.welcome({}).snapshot?.names ?? {};
    // A version that is not held, such as that of two who were away for long.
    const have = { log: LOG, version: 1_000 };
    expect(feed.welcome({ have, names: version }).snapshot?.names.members).toBeUndefined();
    expect(feed.welcome({ have }).snapshot?.names.members).toMatchObject([ADA, BO]);
  });

  it('is told who came, was renamed and has left meanwhile', async () => {
    const team = await start();
    const { t, feed } = team;
    const unpacker = new Unpacker(null);
    const { version } = unpacker.snapshot(feed.snapshot(undefined));
    await addCy(team);
    await change(team, { name: 'Robert' });
    const have = { log: LOG, version };
    const [delta] = feed.welcome({ have }).deltas ?? [];
    expect(delta && unpacker.delta(delta)).toMatchObject({
      members: [
        { memberId: 'cy', name: 'Cy' },
        { memberId: 'bo', name: 'Robert' },
      ],
      left: [],
    });
    await change(team, { active: false });
    // What the one before was told, and what has changed since.
    const [again, since] = feed.welcome({ have }).deltas ?? [];
    expect(again).toEqual(delta);
    expect(since).toMatchObject({ from: delta?.to, names: { members: [] }, left: [2] });
    expect(since?.names?.version).toBe(feed.snapshot(undefined).names.version);
    expect(await t.version()).toBe(since?.to);
  });
});

describe('PR9 a frame', () => {
  it('that overlaps a welcome says in the end what the welcome said', async () => {
    const { t, feed, sent } = await start();
    const bo = await t.connect('bo');
    expect(sent).toHaveLength(1);
    await t.team.choose(bo, { choice: 'busy', ageMs: 0 });
    // Within the pause after the first frame, so this choice is still on its way.
    const { version, snapshot } = feed.welcome({});
    if (snapshot === undefined) throw new Error('no snapshot');
    const unpacker = new Unpacker(null);
    const { statuses } = unpacker.snapshot(snapshot);
    t.clock.advance(SHORTEST_PAUSE_MS);
    const [, frame] = sent;
    expect(frame).toMatchObject({ from: version - 1, to: version });
    const told = frame && unpacker.delta(frame).changes;
    expect(told).toEqual(statuses.filter(({ memberId }) => memberId === 'bo'));
  });

  it('tells each member’s last status once, whatever happened in between', async () => {
    const { t, sent } = await start();
    const bo = await t.connect('bo');
    for (const choice of ['busy', 'online', 'busy'] as const) {
      t.clock.advance(1);
      await t.team.choose(bo, { choice, ageMs: 0 });
    }
    t.clock.advance(SHORTEST_PAUSE_MS);
    const [first, second] = sent;
    expect(second).toMatchObject({ from: first?.to, to: (first?.to ?? 0) + 3 });
    expect(second && unpackStatuses(second)).toMatchObject([{ seat: 2, status: 'busy' }]);
  });

  it('has names only where they have changed, and the version that they lead to', async () => {
    const team = await start();
    const { t, feed, sent } = team;
    await t.connect('bo');
    expect(sent.at(-1)).not.toHaveProperty('names');
    for (const happen of [
      () => addCy(team),
      () => change(team, { name: 'Robert' }),
      () => change(team, { role: 'manager' }),
      () => change(team, { active: false }),
      () => change(team, { active: true }),
    ]) {
      t.clock.advance(SECOND);
      const before = feed.snapshot(undefined).names.version;
      await happen();
      // Leaving takes a frame for the status, and one for the names.
      t.clock.advance(SHORTEST_PAUSE_MS);
      const { version } = feed.snapshot(undefined).names;
      expect(version).not.toBe(before);
      expect(sent.at(-1)?.names?.version).toBe(version);
    }
  });

  it('tells of somebody who came and left within it only that they left', async () => {
    const team = await start();
    const { t, sent } = team;
    await t.connect('bo');
    await addCy(team);
    await t.store.change('team', (tx) => tx.members.change('cy', { active: false }));
    await t.team.reload();
    t.clock.advance(SHORTEST_PAUSE_MS);
    expect(sent.at(-1)).toMatchObject({ names: { members: [] }, left: [3], statuses: '' });
  });

  it('tells of somebody who left and came back within it as one of the team', async () => {
    const team = await start();
    const { t, sent } = team;
    await t.connect('bo');
    await change(team, { active: false });
    await change(team, { active: true });
    t.clock.advance(SHORTEST_PAUSE_MS);
    expect(sent.at(-1)).toMatchObject({ names: { members: [{ ...BO, seat: 2 }] } });
    expect(sent.at(-1)).not.toHaveProperty('left');
  });
});

describe('names', () => {
  it('are left out for who has them, and for nobody else', async () => {
    const { feed } = await start();
    const { version, members } = feed.snapshot(undefined).names;
    expect(members).toEqual([
      { ...ADA, seat: 1 },
      { ...BO, seat: 2 },
    ]);
    expect(feed.snapshot(version).names).toEqual({ version });
    expect(feed.welcome({ names: version }).snapshot?.names).toEqual({ version });
    expect(feed.snapshot('another').names).toEqual({ version, members });
  });

  it('have the version that they had before a restart, and another once they are others', async () => {
    const { t, feed } = await start();
    const { version } = feed.snapshot(undefined).names;
    const again = await feedOf(disposal.use(await t.restart()));
    expect(again.feed.snapshot(version).names).toEqual({ version });
    await change(again, { name: 'Robert' });
    const { names } = await again.feed.snapshot(version);
    expect(names.version).not.toBe(version);
    expect(names.members).toMatchObject([ADA, { name: 'Robert' }]);
    await change(again, { name: 'bo' });
    expect(again.feed.snapshot(version).names).toEqual({ version });
  });
});
