import type { Self } from '../shared/protocol/schemas.ts';
import type { Replica } from './replica.ts';

type Team = { readonly self: Self; readonly replica: Replica };

/**
 * Whether what the team sees of the member has become another choice since `before`. What is told
 * next may overtake an answer, so an answer that comes then is perhaps of the past.
 */
export function isNewlySeen(before: Team | null, { self, replica }: Team): boolean {
  const seen = replica.statuses.get(self.memberId);
  return seen?.status !== 'offline' && seen !== before?.replica.statuses.get(self.memberId);
}

/**
 * The own choice may have been made on another device, or have run out: what the team is told of a
 * member who is not Offline is what stands for them.
 */
export function selfAfter({ self, replica }: Team, next: Replica): Self {
  const seen = next.statuses.get(self.memberId);
  if (seen === undefined || seen === replica.statuses.get(self.memberId)) return self;
  if (seen.status === 'offline') return { ...self, status: seen.status };
  const { status, until = null, note = null } = seen;
  return { ...self, status, choice: status, until, note };
}
