import type { TeamMember } from '../../../shared/api/members.ts';
import type { MemberView } from '../../../shared/bridge/view.ts';

const STATUS_ORDER = { online: 0, busy: 1, offline: 2 } as const;
const UNKNOWN = 3;

type Load = Pick<TeamMember, 'openContacts'>;

/**
 * Those first to whom a contact would go: who is Online, and of those who has the fewest open ones.
 * Among equals the order stays.
 */
export function byFitness(
  people: readonly MemberView[],
  loads: ReadonlyMap<string, Load>,
): readonly MemberView[] {
  const rank = ({ live }: MemberView) => (live === null ? UNKNOWN : STATUS_ORDER[live.status]);
  const open = ({ memberId }: MemberView) => loads.get(memberId)?.openContacts ?? 0;
  return people.toSorted((a, b) => rank(a) - rank(b) || open(a) - open(b));
}
