import { expect, it } from 'vitest';
import { as, startContactTeam } from '../../support/contact-team.ts';

it('WH1: contacts tell webhooks who gets them and when they come back, in their order', async () => {
  await using t = await startContactTeam();
  await t.store.change('team', (tx) =>
    tx.webhooks.add(
      {
        webhookId: 'hook',
        teamId: 'team',
        url: 'https://example.com',
        events: ['contact.assigned', 'contact.returned'],
        active: true,
        createdBy: null,
        createdAt: 0,
        failingSince: null,
      },
      'secret',
    ),
  );
  await t.connect('bo');
  await t.put('K1');
  await t.team.accept('c1', as('bo'));
  await t.team.giveBack('c1', as('bo'));
  await t.connect('cy');
  await t.pass(0);
  const told = [];
  const now = t.clock.now();
  for (let count = 0; count < 4; count += 1) {
    const claim = { webhookId: 'hook', now, until: now + 1, limit: 10 };
    // One at a time, for they are about the same contact.
    for (const { deliveryId, body } of await t.store.deliveries.claim(claim)) {
      const { event, contact } = JSON.parse(body);
      told.push([event, contact.customer, contact.memberId ?? contact.returned]);
      await t.store.deliveries.delivered(deliveryId, { at: now, httpStatus: 200 });
    }
  }
  expect(told).toEqual([
    ['contact.assigned', 'K1', 'bo'],
    ['contact.returned', 'K1', { reason: 'returned', memberId: 'bo', at: now }],
    ['contact.assigned', 'K1', 'cy'],
  ]);
});
