import type { MemberChange, TeamMember } from '../../../shared/api/members.ts';
import { CAPACITY } from '../../../shared/domain/contact.ts';

/** What of a member is being changed, as it stands in the form. */
export type MemberDraft = Pick<TeamMember, 'name' | 'role' | 'receivesContacts'> & {
  readonly capacity: string;
};

/** A capacity as it was typed; null where it is none. */
export function readCapacity(text: string): number | null {
  const capacity = /^\d{1,4}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return capacity >= CAPACITY.min && capacity <= CAPACITY.max ? capacity : null;
}

/** What differs, so that what somebody else changed meanwhile stays; null where nothing does. */
export function memberChange(member: TeamMember, draft: MemberDraft): MemberChange | null {
  const wanted = {
    name: draft.name.trim(),
    role: draft.role,
    receivesContacts: draft.receivesContacts,
    capacity: readCapacity(draft.capacity) ?? member.capacity,
  };
  const keys = Object.keys(wanted) as (keyof typeof wanted)[];
  const changed = keys.filter((key) => wanted[key] !== member[key]);
  if (changed.length === 0) return null;
  return Object.fromEntries(changed.map((key) => [key, wanted[key]]));
}
