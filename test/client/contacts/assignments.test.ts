import { describe, expect, it } from 'vitest';
import { AssignmentWatch } from '../../../src/client/contacts/assignment-watch.ts';
import {
  considerAssignments,
  type OwnContactSight,
  type ToldAssignments,
} from '../../../src/client/contacts/assignments.ts';
import type { OpenContact } from '../../../src/shared/domain/contact.ts';

const WORDS = {
  customer: 'Maria Fischer',
  subject: null,
  channel: null,
  externalId: null,
  link: null,
  arrivedAt: 0,
};

function assigned(contactId: string, assignedAt = 1): OpenContact {
  return {
    ...WORDS,
    contactId,
    state: 'assigned',
    memberId: 'me',
    assignedAt,
    assignedBy: 'queue',
  };
}

function accepted(contactId: string, assignedAt = 1): OpenContact {
  return { ...WORDS, contactId, state: 'accepted', memberId: 'me', assignedAt, acceptedAt: 2 };
}

const live = (...mine: OpenContact[]): OwnContactSight => ({ kind: 'live', memberId: 'me', mine });
const cut: OwnContactSight = { kind: 'not-connected' };
const signedOut: OwnContactSight = { kind: 'signed-out' };

/** What is told and taken back, look by look. */
function story(...sights: OwnContactSight[]): string[] {
  let told: ToldAssignments = null;
  return sights.map((sight) => {
    const considered = considerAssignments(told, sight);
    told = considered.told;
    const fresh = considered.fresh.map(({ contactId }) => `+${contactId}`);
    return [...fresh, ...considered.over.map((key) => `-${key.split(' ')[0]}`)].join(' ');
  });
}

describe('NO5 an assigned contact', () => {
  it('is told of once, and taken back when it is accepted, returned or somebody else’s', () => {
    expect(story(live(), live(assigned('a')), live(assigned('a')), live(accepted('a')))).toEqual([
      '',
      '+a',
      '',
      '-a',
    ]);
    expect(story(live(assigned('a'), assigned('b')), live(assigned('b')))).toEqual(['+a +b', '-a']);
  });

  it('is told of where it was there before the app was', () => {
    expect(story(cut, live(assigned('a')))).toEqual(['', '+a']);
  });

  it('is not told of where it was accepted on another device', () => {
    expect(story(live(accepted('a')), live(accepted('a')))).toEqual(['', '']);
  });

  it('is told of when it came during a cut, and no other is told of again', () => {
    expect(story(live(assigned('a')), cut, live(assigned('a'), assigned('b')))).toEqual([
      '+a',
      '',
      '+b',
    ]);
  });

  it('is taken back after a cut where it was taken meanwhile', () => {
    expect(story(live(assigned('a')), cut, live())).toEqual(['+a', '', '-a']);
  });

  it('is told of anew when it comes back to the same member', () => {
    expect(story(live(assigned('a', 1)), live(assigned('a', 2)))).toEqual(['+a', '+a -a']);
  });

  it('is nobody’s business after signing out, and the next account’s are new', () => {
    expect(story(live(assigned('a')), signedOut, live(assigned('a')))).toEqual(['+a', '-a', '+a']);
    const other: OwnContactSight = { kind: 'live', memberId: 'other', mine: [assigned('a')] };
    expect(story(live(assigned('a')), other)).toEqual(['+a', '+a']);
  });
});

describe('NO1 a contact that a member gives themselves', () => {
  function watch() {
    const told: string[] = [];
    const scene: { sight: OwnContactSight } = { sight: live() };
    const watched = new AssignmentWatch({
      sight: () => scene.sight,
      tell: (contacts) => told.push(...contacts.map(({ contactId }) => contactId)),
      takeBack: () => undefined,
    });
    return { told, scene, watched };
  }

  it('is no news to them, and the next ones are', async () => {
    const { told, scene, watched } = watch();
    await watched.ownDeed('a', async () => {
      scene.sight = live(assigned('a'), assigned('b'));
      watched.look();
    });
    watched.look();
    expect(told).toEqual(['b']);
    scene.sight = live(assigned('a', 2));
    watched.look();
    expect(told).toEqual(['b', 'a']);
  });

  it('is news where the deed failed and somebody else does it', async () => {
    const { told, scene, watched } = watch();
    await expect(watched.ownDeed('a', () => Promise.reject(new Error('no')))).rejects.toThrow();
    scene.sight = live(assigned('a'));
    watched.look();
    expect(told).toEqual(['a']);
  });
});
