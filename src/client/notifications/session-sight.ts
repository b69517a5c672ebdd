import type { MemberView } from '../../shared/bridge/view.ts';
import type { OwnContactSight } from '../contacts/assignments.ts';
import type { SessionState } from '../session-state.ts';
import { liveOf } from '../view/member-views.ts';
import type { Sight } from './sight.ts';

/** What a session sees of its team. */
export function sightOf(session: SessionState): Sight {
  if (session.kind === 'signed-out') return { kind: 'signed-out' };
  if (session.client.kind !== 'connected') return { kind: 'not-connected' };
  const { self, replica } = session.client.team;
  const { members, statuses } = replica;
  return { kind: 'live', team: { selfId: self.memberId, members, statuses } };
}

/** What is known of a member now, in this computer's time. */
export function liveIn(session: SessionState, memberId: string): MemberView['live'] {
  if (session.kind === 'signed-out' || session.client.kind !== 'connected') return null;
  const { team } = session.client;
  return liveOf(team.replica.statuses.get(memberId) ?? null, team);
}

/** What a session sees of the own contacts. */
export function ownContactsIn(session: SessionState): OwnContactSight {
  if (session.kind === 'signed-out') return { kind: 'signed-out' };
  if (session.client.kind !== 'connected') return { kind: 'not-connected' };
  const { self, contacts } = session.client.team;
  return { kind: 'live', memberId: self.memberId, mine: contacts?.mine ?? [] };
}
