import { describe, expect, it } from 'vitest';
import {
  as,
  ContactServer,
  numberedIds,
  SHOP,
  startContactTeam,
} from '../../support/contact-team.ts';

const SECOND = 1_000;

describe('the queue', () => {
  it('AS1: keeps contacts in the order of their arrival while nobody can take them', async () => {
    await using t = await startContactTeam();
    const answers = await Promise.all(
      ['K1', 'K2', 'K3'].map((customer) => t.team.put({ customer }, SHOP)),
    );
    expect(answers).toMatchObject([
      { customer: 'K1', state: 'waiting', subject: null, arrivedAt: t.clock.now() },
      { customer: 'K2', state: 'waiting' },
      { customer: 'K3', state: 'waiting' },
    ]);
    expect(await t.overview()).toEqual({ queue: 'K1 K2 K3' });
    expect(t.queues).toEqual([{ waiting: 3, oldestSince: t.clock.now() }]);
  });

  it('AS5, AS2: is served when somebody comes Online, up to their capacity', async () => {
    await using t = await startContactTeam();
    await t.choose('bo', 'busy');
    for (const name of ['K1', 'K2', 'K3', 'K4']) await t.put(name);
    await t.pass(0);
    expect(await t.overview()).toEqual({ queue: 'K1 K2 K3 K4' });
    await t.choose('bo', 'online');
    await t.pass(0);
    expect(await t.overview()).toEqual({ bo: 'K1 K2 K3', queue: 'K4' });
  });

  it('AS3: gives to whoever has the fewest, of equals to whoever has waited the longest', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    await t.connect('cy');
    for (const name of ['K1', 'K2', 'K3', 'K4']) await t.put(name);
    expect(await t.overview()).toEqual({ bo: 'K1 K3', cy: 'K2 K4' });
    await t.team.close('c2', as('cy'));
    await t.team.close('c1', as('bo'));
    await t.put('K5');
    expect(await t.overview()).toEqual({ bo: 'K3 K5', cy: 'K4' });
  });

  it('AS5: is served at once when a contact arrives, and the answer says who has it', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    expect(await t.team.put({ customer: 'K1', channel: 'phone' }, SHOP)).toEqual({
      contactId: 'c1',
      customer: 'K1',
      subject: null,
      channel: 'phone',
      externalId: null,
      link: null,
      arrivedAt: t.clock.now(),
      state: 'assigned',
      memberId: 'bo',
      assignedAt: t.clock.now(),
      assignedBy: 'queue',
    });
  });

  it('AS5: is served when a contact is closed or returned', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    await t.changeMember('bo', { capacity: 1 });
    for (const name of ['K1', 'K2', 'K3']) await t.put(name);
    expect(await t.overview()).toEqual({ bo: 'K1', queue: 'K2 K3' });
    await t.team.close('c1', as('bo'));
    expect(await t.overview()).toEqual({ bo: 'K2', queue: 'K3' });
    await t.team.giveBack('c2', as('bo'));
    expect(await t.overview()).toEqual({ bo: 'K3', queue: 'K2' });
  });

  it('AS5: is served when settings or what a manager says of a member allow it', async () => {
    await using t = await startContactTeam();
    await t.choose('bo', 'busy');
    await t.changeMember('bo', { capacity: 1 });
    for (const name of ['K1', 'K2', 'K3', 'K4']) await t.put(name);
    for (const memberId of ['ada', 'cy']) {
      await t.changeMember(memberId, { receivesContacts: false });
    }
    expect(await t.overview()).toEqual({ queue: 'K1 K2 K3 K4' });
    await t.changeSettings({ assignOnlyOnline: false });
    await t.team.idle();
    expect(await t.overview()).toEqual({ bo: 'K1', queue: 'K2 K3 K4' });
    await t.changeMember('bo', { capacity: 2 });
    await t.team.idle();
    expect(await t.overview()).toEqual({ bo: 'K1 K2', queue: 'K3 K4' });
    await t.changeMember('cy', { receivesContacts: true, capacity: 1 });
    await t.team.idle();
    expect(await t.overview()).toEqual({ bo: 'K1 K2', cy: 'K3', queue: 'K4' });
  });

  it('AS3: passes over whoever has returned a contact by hand, also after somebody else did', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    await t.put('K1');
    expect(await t.team.giveBack('c1', as('bo'))).toMatchObject({
      state: 'waiting',
      returned: { reason: 'returned', memberId: 'bo', at: t.clock.now() },
    });
    await t.put('K2');
    expect(await t.overview()).toEqual({ bo: 'K2', queue: 'K1' });
    await t.connect('cy');
    await t.pass(0);
    expect(await t.overview()).toEqual({ bo: 'K2', cy: 'K1' });
    // Whose answer was lost asks once more.
    expect(await t.team.giveBack('c1', as('bo'))).toMatchObject({ memberId: 'cy' });
    await t.team.giveBack('c1', as('cy'));
    expect(await t.overview()).toEqual({ bo: 'K2', queue: 'K1' });
    await t.team.assign('c1', 'bo', as('ada'));
    expect(await t.overview()).toEqual({ bo: 'K2 K1' });
  });

  it('AS5: however many wait, all go to whoever has room, past those whom nobody can take', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    for (let no = 1; no <= 3; no += 1) {
      const contactId = await t.put(`No ${no}`);
      await t.team.giveBack(contactId, as('bo'));
    }
    await t.leave('bo');
    const names = Array.from({ length: 230 }, (_, index) => `K${index}`);
    await Promise.all(names.map((name) => t.put(name)));
    await t.changeMember('bo', { capacity: 100 });
    await t.changeMember('ada', { capacity: 100 });
    await t.connect('bo');
    await t.team.idle();
    expect((await t.overview())['bo']).toBe(names.slice(0, 100).join(' '));
    expect(t.queues.at(-1)).toMatchObject({ waiting: 133 });
    await t.connect('ada');
    await t.team.idle();
    expect((await t.overview())['ada']).toBe(
      ['No 3', 'No 2', 'No 1', ...names.slice(100, 197)].join(' '),
    );
    expect(t.queues.at(-1)).toMatchObject({ waiting: 33 });
  });

  it('is served when the server starts', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    await t.close();
    await t.store.change('team', (tx) =>
      tx.contacts.add({
        contactId: 'left',
        customer: 'K1',
        subject: null,
        channel: null,
        externalId: null,
        link: null,
        arrivedAt: 1,
        state: 'waiting',
        returned: null,
      }),
    );
    const next = new ContactServer(t.store, t.clock, numberedIds());
    await next.start();
    expect(await next.overview()).toEqual({ bo: 'K1' });
    await next.close();
  });

  it('refuses an external id that an open contact has', async () => {
    await using t = await startContactTeam();
    await t.put('K1', { externalId: 'ticket' });
    const twins = [t.put('K2', { externalId: 'ticket' }), t.put('K3')];
    await expect(twins[0]).rejects.toMatchObject({ code: 'conflict' });
    await twins[1];
    expect(await t.overview()).toEqual({ queue: 'K1 K3' });
    await t.team.close('c1', SHOP);
    await t.put('K4', { externalId: 'ticket' });
    expect(await t.overview()).toEqual({ queue: 'K3 K4' });
  });
});

describe('AS6: a contact that was not accepted', () => {
  it('goes back to the head of the queue when its member has been Offline for the hold', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    await t.changeMember('bo', { capacity: 2 });
    for (const name of ['K1', 'K2', 'K3']) {
      await t.put(name);
      await t.pass(SECOND);
    }
    await t.leave('bo');
    await t.pass(60 * SECOND - 1);
    expect(await t.overview()).toEqual({ bo: 'K1 K2', queue: 'K3' });
    await t.pass(1);
    expect(await t.overview()).toEqual({ queue: 'K1 K2 K3' });
    const returned = { reason: 'offline', memberId: 'bo', at: t.clock.now() };
    expect(await t.find('c1')).toMatchObject({ state: 'waiting', returned });
    await t.connect('bo');
    await t.pass(0);
    expect(await t.overview()).toEqual({ bo: 'K1 K2', queue: 'K3' });
  });

  it('stays with a member who is back within the hold, or has accepted it', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    await t.put('K1');
    await t.put('K2');
    await t.team.accept('c2', as('bo'));
    await t.leave('bo');
    await t.pass(59 * SECOND);
    await t.connect('bo');
    await t.pass(10 * SECOND);
    expect(await t.overview()).toEqual({ bo: 'K1 K2' });
    await t.leave('bo');
    await t.pass(60 * SECOND);
    expect(await t.overview()).toEqual({ bo: 'K2', queue: 'K1' });
  });

  it('goes back at once where the team wants no hold, and as soon as the team wants none', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    await t.put('K1');
    await t.leave('bo');
    await t.pass(SECOND);
    expect(await t.overview()).toEqual({ bo: 'K1' });
    await t.changeSettings({ holdSeconds: 0 });
    await t.team.idle();
    expect(await t.overview()).toEqual({ queue: 'K1' });
    await t.connect('cy');
    await t.pass(0);
    await t.leave('cy');
    await t.pass(0);
    expect(await t.overview()).toEqual({ queue: 'K1' });
  });

  it('goes back although the server was restarted meanwhile', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    await t.put('K1');
    await t.leave('bo');
    await t.pass(30 * SECOND);
    await t.close();
    const next = new ContactServer(t.store, t.clock, numberedIds());
    await next.start();
    await next.pass(29 * SECOND);
    expect(await next.overview()).toEqual({ bo: 'K1' });
    await next.pass(SECOND);
    expect(await next.overview()).toEqual({ queue: 'K1' });
    await next.close();
  });

  it('stays with a member to whom it was given by hand while they were Offline', async () => {
    await using t = await startContactTeam();
    await t.pass(SECOND);
    await t.put('K1');
    await t.team.assign('c1', 'bo', as('ada'));
    await t.pass(300 * SECOND);
    expect(await t.overview()).toEqual({ bo: 'K1' });
    await t.connect('bo');
    await t.leave('bo');
    await t.pass(60 * SECOND);
    expect(await t.overview()).toEqual({ queue: 'K1' });
  });
});

describe('what members do with contacts', () => {
  it('its member accepts it, as often as they like', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    await t.put('K1');
    const accepted = await t.team.accept('c1', as('bo'));
    expect(accepted).toMatchObject({ state: 'accepted', acceptedAt: t.clock.now() });
    await t.pass(SECOND);
    expect(await t.team.accept('c1', as('bo'))).toEqual(accepted);
    expect(t.told.filter(({ why }) => why === 'accepted')).toHaveLength(1);
  });

  it('TR1: nobody else accepts, returns or closes it, except that managers return and close', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    await t.put('K1');
    const forbidden = { code: 'forbidden' };
    await expect(t.team.accept('c1', as('cy'))).rejects.toMatchObject(forbidden);
    await expect(t.team.accept('c1', as('ada'))).rejects.toMatchObject(forbidden);
    await expect(t.team.accept('c1', SHOP)).rejects.toMatchObject(forbidden);
    await expect(t.team.giveBack('c1', as('cy'))).rejects.toMatchObject(forbidden);
    await expect(t.team.giveBack('c1', SHOP)).rejects.toMatchObject(forbidden);
    await expect(t.team.close('c1', as('cy'))).rejects.toMatchObject(forbidden);
    await expect(t.team.assign('c1', 'bo', as('cy'))).rejects.toMatchObject(forbidden);
    await expect(t.team.assign('c1', 'bo', SHOP)).rejects.toMatchObject(forbidden);
    await expect(t.team.put({ customer: 'K' }, as('cy'))).rejects.toMatchObject(forbidden);
    expect(await t.overview()).toEqual({ bo: 'K1' });
    expect(await t.team.giveBack('c1', as('ada'))).toMatchObject({
      state: 'waiting',
      returned: { reason: 'returned', memberId: 'bo' },
    });
    await expect(t.team.close('c1', as('cy'))).rejects.toMatchObject(forbidden);
    expect(await t.team.close('c1', as('ada'))).toMatchObject({ state: 'closed', memberId: null });
    expect(await t.team.put({ customer: 'K' }, as('ada'))).toMatchObject({ state: 'assigned' });
  });

  it('refuses what is not possible any more, and says why', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    await t.put('K1');
    await t.team.giveBack('c1', as('bo'));
    const refusal = (code: string, words: string) => ({
      code,
      message: expect.stringContaining(words),
    });
    const accepting = t.team.accept('c1', as('bo'));
    await expect(accepting).rejects.toMatchObject(refusal('conflict', 'back in the queue'));
    expect(await t.team.giveBack('c1', as('bo'))).toMatchObject({ state: 'waiting' });
    const closed = await t.team.close('c1', SHOP);
    expect(await t.team.close('c1', SHOP)).toEqual(closed);
    await expect(t.team.giveBack('c1', as('ada'))).rejects.toMatchObject(
      refusal('conflict', 'closed'),
    );
    await expect(t.team.accept('c1', as('bo'))).rejects.toMatchObject(
      refusal('conflict', 'closed'),
    );
    await expect(t.team.assign('c1', 'bo', as('ada'))).rejects.toMatchObject(
      refusal('conflict', 'closed'),
    );
    await expect(t.team.close('none', as('ada'))).rejects.toMatchObject(
      refusal('not-found', 'no such contact'),
    );
  });

  it('AS7: a manager gives it to any active member, whatever their status and capacity', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    await t.changeMember('cy', { capacity: 0, receivesContacts: false });
    await t.put('K1');
    await t.team.accept('c1', as('bo'));
    const moved = await t.team.assign('c1', 'cy', as('ada'));
    expect(moved).toMatchObject({ state: 'assigned', memberId: 'cy', assignedBy: 'hand' });
    expect(await t.team.assign('c1', 'cy', as('ada'))).toEqual(moved);
    expect(t.told.at(-1)).toMatchObject({ to: ['bo', 'cy', 'ada'], why: 'assigned' });
    const nobody = t.team.assign('c1', 'nobody', as('ada'));
    await expect(nobody).rejects.toMatchObject({ code: 'not-found' });
    await t.changeMember('bo', { active: false });
    const left = t.team.assign('c1', 'bo', as('ada'));
    await expect(left).rejects.toMatchObject({ code: 'conflict' });
    expect(await t.overview()).toEqual({ cy: 'K1' });
  });

  it('comes back from a member who is switched off, also what they had accepted', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    for (const name of ['K1', 'K2', 'K3', 'K4']) {
      await t.put(name);
      await t.pass(SECOND);
    }
    await t.team.accept('c1', as('bo'));
    await t.changeMember('bo', { active: false });
    await t.team.idle();
    expect(await t.overview()).toEqual({ queue: 'K1 K2 K3 K4' });
    const returned = { reason: 'left-team', memberId: 'bo' };
    expect(await t.find('c1')).toMatchObject({ state: 'waiting', returned });
    const gone = t.team.accept('c1', as('bo'));
    await expect(gone).rejects.toMatchObject({ code: 'unauthorized' });
  });
});

describe('who is told', () => {
  it('its member, before and after, and managers; the whole team only how many wait', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    await t.put('K1');
    await t.team.accept('c1', as('bo'));
    await t.team.giveBack('c1', as('bo'));
    await t.team.close('c1', SHOP);
    expect(t.told.map(({ why, to, contact }) => [why, contact.state, to])).toEqual([
      ['arrived', 'waiting', ['ada']],
      ['assigned', 'assigned', ['bo', 'ada']],
      ['accepted', 'accepted', ['bo', 'ada']],
      ['returned', 'waiting', ['bo', 'ada']],
      ['closed', 'closed', ['ada']],
    ]);
    expect(t.queues).toEqual([
      { waiting: 1, oldestSince: t.clock.now() },
      { waiting: 0, oldestSince: null },
    ]);
  });

  it('who comes is welcomed with what is kept, whatever became of contacts before', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    const ids = [];
    for (const name of ['K1', 'K2', 'K3', 'K4']) ids.push(await t.put(name));
    const [first = '', second = '', third = ''] = ids;
    const asKept = async (): Promise<void> => {
      const kept = await t.store.read.contacts.open('team');
      for (const memberId of ['ada', 'bo', 'cy']) {
        const { contacts, queue } = await t.team.welcome(memberId);
        expect(contacts).toEqual(kept.get(memberId) ?? []);
        expect(queue).toEqual(await t.store.read.contacts.queue('team'));
      }
    };
    await asKept();
    for (const happen of [
      () => t.team.accept(first, as('bo')),
      () => t.team.giveBack(second, as('bo')),
      () => t.team.assign(third, 'cy', as('ada')),
      () => t.team.close(first, as('bo')),
      () => t.connect('cy'),
      () => t.changeMember('bo', { active: false }),
    ]) {
      await happen();
      await t.team.idle();
      await asKept();
    }
  });

  it('a member sees their own open contacts, and what waits', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    for (const name of ['K1', 'K2', 'K3', 'K4']) await t.put(name);
    await t.team.close('c2', as('bo'));
    const queue = { waiting: 0, oldestSince: null };
    const { mine, ...rest } = await t.team.contactsOf('bo');
    expect(mine.map(({ customer }) => customer)).toEqual(['K4', 'K3', 'K1']);
    expect(rest).toEqual({ waiting: [], queue });
    await t.put('K5');
    expect(await t.team.contactsOf('cy')).toMatchObject({
      mine: [],
      waiting: [{ customer: 'K5' }],
      queue: { waiting: 1, oldestSince: t.clock.now() },
    });
  });

  it('the record, which says who did what, without the customer’s name', async () => {
    await using t = await startContactTeam();
    await t.connect('bo');
    await t.put('Secret Name', { externalId: 'ticket' });
    await t.team.accept('c1', as('bo'));
    await t.team.giveBack('c1', as('bo'));
    await t.team.assign('c1', 'cy', as('ada'));
    await t.team.close('c1', SHOP);
    const entries = await t.store.read.audit.entries('team', { limit: 99 });
    expect(
      entries.toReversed().filter(({ action }) => action.startsWith('contact.')),
    ).toMatchObject([
      {
        actor: { kind: 'integration', id: 'shop', name: 'Shop' },
        action: 'contact.added',
        subject: { id: 'c1', name: 'ticket' },
        before: null,
        after: { state: 'waiting', memberId: null },
      },
      {
        actor: { kind: 'system' },
        action: 'contact.assigned',
        before: { state: 'waiting', memberId: null },
        after: { state: 'assigned', memberId: 'bo' },
      },
      {
        actor: { kind: 'member', id: 'bo', name: 'bo' },
        action: 'contact.returned',
        before: { state: 'accepted', memberId: 'bo' },
        after: { state: 'waiting', memberId: null, reason: 'returned' },
      },
      { actor: { kind: 'member', id: 'ada' }, action: 'contact.assigned' },
      { actor: { kind: 'integration', id: 'shop' }, action: 'contact.closed' },
    ]);
    expect(JSON.stringify(entries)).not.toContain('Secret Name');
  });
});
