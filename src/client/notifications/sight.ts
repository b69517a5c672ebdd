import type { Member } from '../../shared/domain/member.ts';
import type { MemberStatus } from '../../shared/domain/status.ts';

/** A team as one of its members sees it at one moment. */
export type SeenTeam = {
  readonly selfId: string;
  readonly members: ReadonlyMap<string, Member>;
  readonly statuses: ReadonlyMap<string, MemberStatus>;
};

/** What can be seen of the team at one moment (PR9). */
export type Sight =
  | { readonly kind: 'signed-out' }
  | { readonly kind: 'not-connected' }
  | { readonly kind: 'live'; readonly team: SeenTeam };
