import { afterEach, describe, expect, it, vi } from 'vitest';
import { ScriptedTeam } from '../../support/scripted-team.ts';
import { testClient } from '../../support/test-client.ts';

let disposal = new AsyncDisposableStack();
afterEach(async () => {
  await disposal.disposeAsync();
  disposal = new AsyncDisposableStack();
});

/** A client of a team to which something has happened before. */
async function join(
  options: Parameters<typeof ScriptedTeam.start>[0] = {},
  before: (team: ScriptedTeam) => void = () => undefined,
) {
  const team = disposal.use(await ScriptedTeam.start(options));
  before(team);
  const { client, clock, warnings } = testClient(disposal, {
    url: team.url,
    token: team.account.token,
  });
  client.start();
  await vi.waitFor(() => expect(client.state.kind).toBe('connected'));
  const known = () =>
    client.state.kind === 'connected' || client.state.kind === 'lost'
      ? client.state.team.contacts
      : null;
  /** The own contacts, each with how it stands. */
  const mine = () => known()?.mine.map(({ contactId, state }) => `${contactId} ${state}`);
  return { team, client, clock, warnings, known, mine };
}

describe('contacts of a device', () => {
  it('are known from the welcome and followed from then on', async () => {
    const { team, known, mine } = await join({}, (before) => {
      before.assign('c1');
      before.wait('w1');
    });
    expect(mine()).toEqual(['c1 assigned']);
    expect(known()?.queue.waiting).toBe(1);
    team.wait('w2');
    await vi.waitFor(() => expect(known()?.queue.waiting).toBe(2));
    team.assign('w1', { assignedAt: Date.now() + 1_000 } as never);
    await vi.waitFor(() => expect(mine()).toEqual(['w1 assigned', 'c1 assigned']));
    expect(known()?.queue.waiting).toBe(1);
  });

  it('have the latest assigned first', async () => {
    const { team, mine } = await join();
    team.assign('c1', { assignedAt: 1_000 } as never);
    team.assign('c2', { assignedAt: 2_000 } as never);
    await vi.waitFor(() => expect(mine()).toEqual(['c2 assigned', 'c1 assigned']));
  });

  it('are none of the member’s where somebody else has them', async () => {
    const { team, known, mine } = await join();
    const { revision = 0 } = known() ?? {};
    team.assign('c1', {}, 'anna');
    await vi.waitFor(() => expect(known()?.revision).toBeGreaterThan(revision));
    expect(mine()).toEqual([]);
  });

  it('are accepted and closed, and gone when they are returned or taken', async () => {
    const { team, client, mine } = await join();
    for (const contactId of ['c1', 'c2', 'c3']) {
      team.assign(contactId, { assignedAt: 1_000 } as never);
    }
    await vi.waitFor(() => expect(mine()).toHaveLength(3));
    expect(await client.contactDesk.act('accept', 'c1')).toMatchObject({
      ok: true,
      value: { state: 'accepted' },
    });
    expect(mine()).toContain('c1 accepted');
    await client.contactDesk.act('return', 'c2');
    expect(mine()).not.toContain('c2 assigned');
    await client.contactDesk.act('close', 'c1');
    expect(mine()).toEqual(['c3 assigned']);
    team.takeBack('c3');
    await vi.waitFor(() => expect(mine()).toEqual([]));
  });

  it('stay what they are where the server refuses', async () => {
    const { team, client, mine } = await join();
    team.assign('c1');
    await vi.waitFor(() => expect(mine()).toEqual(['c1 assigned']));
    team.refusal = 'conflict';
    expect(await client.contactDesk.act('accept', 'c1')).toMatchObject({
      ok: false,
      problem: { code: 'conflict' },
    });
    expect(mine()).toEqual(['c1 assigned']);
    // It was given to somebody else meanwhile: that is no question of roles.
    team.refusal = 'forbidden';
    expect(await client.contactDesk.act('accept', 'c1')).toMatchObject({
      problem: { code: 'conflict' },
    });
    expect(await client.contactDesk.assign('c1', 'anna')).toMatchObject({
      problem: { code: 'forbidden' },
    });
  });

  it('are what an answer says, where nothing newer was told meanwhile', async () => {
    const { team, client, mine } = await join({ role: 'manager' }, (before) => {
      before.assign('c1', { assignedAt: 1_000 } as never);
      before.assign('c2', { assignedAt: 2_000 } as never);
      before.wait('w1');
    });
    team.tells = false;
    await client.contactDesk.act('accept', 'c1');
    expect(mine()).toEqual(['c2 assigned', 'c1 accepted']);
    await client.contactDesk.assign('w1', 'me');
    expect(mine()).toContain('w1 assigned');
    team.tells = true;
    team.meanwhile = () => team.close('c2');
    expect(await client.contactDesk.act('accept', 'c2')).toMatchObject({
      value: { state: 'accepted' },
    });
    expect(mine()).not.toContain('c2 accepted');
  });

  it('AS7 are assigned by hand, also to oneself', async () => {
    const { team, client, known, mine } = await join({ role: 'manager' });
    team.wait('w1');
    team.wait('w2');
    await vi.waitFor(() => expect(known()?.queue.waiting).toBe(2));
    await client.contactDesk.assign('w1', 'dana');
    await client.contactDesk.assign('w2', 'me');
    expect(team.asked('contact:assign')).toEqual([
      { contactId: 'w1', memberId: 'dana' },
      { contactId: 'w2', memberId: 'me' },
    ]);
    expect(mine()).toEqual(['w2 assigned']);
  });

  it('that wait are told in the order in which they are served', async () => {
    const { team, client } = await join();
    team.wait('w1');
    team.wait('w2');
    const looked = await client.contactDesk.look();
    expect(looked.ok && looked.value.waiting.map(({ contactId }) => contactId)).toEqual([
      'w1',
      'w2',
    ]);
  });

  it('PR9 are what the server says after a lost connection', async () => {
    const { team, client, clock, mine } = await join();
    team.assign('c1');
    await vi.waitFor(() => expect(mine()).toEqual(['c1 assigned']));
    team.down();
    await vi.waitFor(() => expect(client.state.kind).toBe('lost'));
    expect(await client.contactDesk.act('accept', 'c1')).toMatchObject({
      problem: { code: 'not-connected' },
    });
    team.takeBack('c1');
    team.assign('c2');
    team.up();
    clock.advance(8_000);
    await vi.waitFor(() => expect(mine()).toEqual(['c2 assigned']));
  });

  it('are not known of a server that does not have them, whatever it sends', async () => {
    const { team, client, warnings, known } = await join({ contacts: false });
    team.say('contact', 'of a later protocol');
    team.say('settings', {
      inactivityTimeoutMinutes: 7,
      lockPolicy: 'ignore',
      assignOnlyOnline: true,
      holdSeconds: 60,
      timeoutSetBy: null,
    });
    await vi.waitFor(() =>
      expect(client.state).toMatchObject({ team: { settings: { inactivityTimeoutMinutes: 7 } } }),
    );
    expect(known()).toBeNull();
    expect(warnings).toEqual([]);
  });

  it.each([
    ['contact', { contact: { contactId: 'c1', state: 'lost' }, why: 'assigned' }],
    ['queue', { waiting: -1, oldestSince: null }],
  ])('PR9 make a server that misspells a %s be let go of', async (event, payload) => {
    const { team, client, warnings } = await join();
    team.say(event, payload);
    await vi.waitFor(() => expect(client.state.kind).toBe('lost'));
    expect(warnings[0]).toMatch(/^the server sent what the protocol does not allow: /);
  });
});

describe('NO2 watched people', () => {
  it('are the server’s to keep', async () => {
    const { team, client } = await join({ watched: ['anna'] });
    expect(client.state).toMatchObject({ team: { self: { watched: ['anna'] } } });
    expect(await client.watch('cleo', true)).toMatchObject({ ok: true });
    await client.watch('anna', false);
    expect(team.asked('watch')).toEqual([
      { memberId: 'cleo', on: true },
      { memberId: 'anna', on: false },
    ]);
    expect(client.state).toMatchObject({ team: { self: { watched: ['cleo'] } } });
  });
});
