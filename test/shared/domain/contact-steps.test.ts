import { describe, expect, it } from 'vitest';
import { holderOf, isOpen } from '../../../src/shared/domain/contact.ts';
import {
  accepted,
  arrived,
  assigned,
  closed,
  returned,
} from '../../../src/shared/domain/contact-steps.ts';
import { contactSchema } from '../../../src/shared/protocol/contact-schemas.ts';

const facts = {
  contactId: 'c',
  customer: 'Customer',
  subject: 'Subject',
  channel: 'chat',
  externalId: '1',
  link: 'https://example.com',
  arrivedAt: 1,
};

describe('a contact’s life', () => {
  it('has in each state what belongs to it, and nothing of the states before', () => {
    const waiting = arrived(facts);
    const given = assigned(waiting, 'bo', 'queue', 2);
    const taken = accepted(given, 3);
    const back = returned(taken, 'returned', 4);
    expect(waiting).toEqual({ ...facts, state: 'waiting', returned: null });
    expect(given).toEqual({
      ...facts,
      state: 'assigned',
      memberId: 'bo',
      assignedAt: 2,
      assignedBy: 'queue',
    });
    expect(taken).toEqual({
      ...facts,
      state: 'accepted',
      memberId: 'bo',
      assignedAt: 2,
      acceptedAt: 3,
    });
    const byBo = { reason: 'returned', memberId: 'bo', at: 4 };
    expect(back).toEqual({ ...facts, state: 'waiting', returned: byBo });
    expect(assigned(back, 'ada', 'hand', 5)).toEqual({
      ...facts,
      state: 'assigned',
      memberId: 'ada',
      assignedAt: 5,
      assignedBy: 'hand',
    });
    const state = 'closed';
    expect(closed(taken, 6)).toEqual({ ...facts, state, memberId: 'bo', closedAt: 6 });
    expect(closed(back, 6)).toEqual({ ...facts, state, memberId: null, closedAt: 6 });
    for (const contact of [waiting, given, taken, back, closed(taken, 6), closed(back, 6)]) {
      expect(contactSchema.parse(contact)).toEqual(contact);
    }
    expect([waiting, given, taken, closed(taken, 6)].map(isOpen)).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect([waiting, given, closed(taken, 6)].map(holderOf)).toEqual([null, 'bo', 'bo']);
  });
});
