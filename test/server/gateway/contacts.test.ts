import { describe, expect, it } from 'vitest';
import { openSqliteStore } from '../../../src/server/store/sqlite/sqlite-store.ts';
import { systemClock } from '../../../src/server/system-clock.ts';
import { arrived } from '../../../src/shared/domain/contact-steps.ts';
import { TeamServer } from '../../support/team-server.ts';
import { WireClient } from '../../support/wire-client.ts';

/** Puts a contact in from outside, as another server of the same team does. */
async function putContact({ dataFolder }: TeamServer, customer: string): Promise<void> {
  const store = openSqliteStore(dataFolder, systemClock);
  const [team] = await store.teams();
  await store.change(team?.teamId ?? '', (tx) =>
    tx.contacts.add(
      arrived({
        contactId: `id-${customer}`,
        customer,
        subject: null,
        channel: null,
        externalId: null,
        link: null,
        arrivedAt: 1_000,
      }),
    ),
  );
  await store.close();
}

/** What a client heard of contacts: what became of whom. */
function newsOf(client: WireClient): string[] {
  return client.heard
    .filter(({ event }) => event === 'contact')
    .map(({ payload }) => {
      const { why, contact } = payload as { why: string; contact: { customer: string } };
      return `${contact.customer} ${why}`;
    });
}

function queuesOf(client: WireClient): unknown[] {
  return client.heard.filter(({ event }) => event === 'queue').map(({ payload }) => payload);
}

describe('contacts over connections', () => {
  it('AS5, AS7: go to members, who work with them; managers see all of it, others how many wait', async () => {
    await using server = await TeamServer.start();
    const [ada, bo, cy] = [
      await server.add('Ada', 'owner'),
      await server.add('Bo'),
      await server.add('Cy'),
    ];
    const { url } = server;
    using boss = await WireClient.connect({ url, token: ada.token });
    await boss.ask('choose', { choice: 'busy', ageMs: 0 });
    using agent = await WireClient.connect({ url, token: bo.token });
    using other = await WireClient.connect({ url, token: cy.token });
    await other.ask('choose', { choice: 'busy', ageMs: 0 });
    expect(agent.welcome).toMatchObject({ contacts: [], queue: { waiting: 0, oldestSince: null } });

    await putContact(server, 'K1');
    await expect.poll(() => newsOf(agent)).toEqual(['K1 assigned']);
    const contactId = 'id-K1';
    expect(await agent.ask('contact:accept', { contactId })).toMatchObject({
      ok: true,
      contact: { state: 'accepted', memberId: bo.memberId },
    });
    expect(await other.ask('contact:close', { contactId })).toMatchObject({ code: 'forbidden' });
    expect(await agent.ask('contact:return', { contactId })).toMatchObject({
      ok: true,
      contact: { state: 'waiting', returned: { reason: 'returned', memberId: bo.memberId } },
    });
    const waiting = { waiting: 1, oldestSince: 1_000 };
    await expect.poll(() => queuesOf(other)).toEqual([waiting]);
    expect(await other.ask('contacts:get', {})).toMatchObject({
      ok: true,
      mine: [],
      waiting: [{ contactId }],
      queue: waiting,
    });
    expect(await agent.ask('loads:get', {})).toMatchObject({ code: 'forbidden' });
    const roomOf = ({ memberId }: { memberId: string }, open: number) => ({
      memberId,
      receivesContacts: true,
      open,
      capacity: 3,
    });
    const assign = { contactId, memberId: cy.memberId };
    expect(await agent.ask('contact:assign', assign)).toMatchObject({ code: 'forbidden' });
    expect(await boss.ask('contact:assign', assign)).toMatchObject({
      ok: true,
      contact: { state: 'assigned', assignedBy: 'hand', memberId: cy.memberId },
    });
    expect(await boss.ask('loads:get', {})).toEqual({
      ok: true,
      loads: [roomOf(ada, 0), roomOf(bo, 0), roomOf(cy, 1)],
    });
    using back = await WireClient.connect({ url, token: cy.token, deviceId: 'device-two' });
    expect(back.welcome).toMatchObject({
      contacts: [{ contactId, state: 'assigned' }],
      queue: { waiting: 0, oldestSince: null },
    });
    expect(await back.ask('contact:close', { contactId })).toMatchObject({
      ok: true,
      contact: { state: 'closed', memberId: cy.memberId },
    });
    await expect
      .poll(() => newsOf(boss))
      .toEqual(['K1 assigned', 'K1 accepted', 'K1 returned', 'K1 assigned', 'K1 closed']);
    expect(newsOf(agent)).toEqual(['K1 assigned', 'K1 accepted', 'K1 returned']);
    await expect.poll(() => newsOf(other)).toEqual(['K1 assigned', 'K1 closed']);
    expect(newsOf(back)).toEqual(['K1 closed']);
    expect(queuesOf(agent)).toEqual([waiting, { waiting: 0, oldestSince: null }]);
  });

  it.each([
    ['contacts:get', { all: true }],
    ['loads:get', { memberId: 'm' }],
    ['contact:accept', {}],
    ['contact:accept', { contactId: '../1' }],
    ['contact:close', { contactId: 'c', why: 'done' }],
    ['contact:assign', { contactId: 'c' }],
    ['contact:assign', { contactId: 'c', memberId: 7 }],
  ])('TR2: %s with %j is refused', async (event, payload) => {
    await using server = await TeamServer.start();
    const { token } = await server.add('Ada', 'owner');
    using client = await WireClient.connect({ url: server.url, token });
    expect(await client.ask(event, payload)).toMatchObject({ ok: false, code: 'invalid' });
  });
});
