import type { StatusExplanation } from '../../shared/bridge/view.ts';
import type { StandingSettings } from '../../shared/domain/settings.ts';
import type { Diagnosis } from '../membership.ts';
import type { SessionState } from '../session-state.ts';
import type { TeamState } from '../team-client.ts';
import { localTime } from './computer-time.ts';
import { liveOf } from './member-views.ts';

/** Why the own status is what it is: what the server says, and what this computer knows. */
export function explainStatus(
  session: SessionState,
  diagnosis: Diagnosis | null,
): StatusExplanation | null {
  if (session.kind === 'signed-out' || session.client.kind === 'ended') return null;
  if (diagnosis === null) return null;
  const { client } = session;
  const team = client.kind === 'connecting' ? null : client.team;
  const { level, answer, acknowledgedAt } = diagnosis;
  const offlineAt = client.kind === 'connected' ? (answer?.memberOfflineAt ?? null) : null;
  return {
    live: client.kind === 'connected' ? ownLive(client.team) : null,
    ...level,
    timeout: team === null ? null : timeoutOf(team.settings, team),
    lockPolicy: team?.settings.lockPolicy ?? null,
    offlineAt: team === null || offlineAt === null ? null : localTime(offlineAt, team),
    acknowledgedAt,
  };
}

function ownLive(team: TeamState): StatusExplanation['live'] {
  return liveOf(team.replica.statuses.get(team.self.memberId) ?? null, team);
}

function timeoutOf(
  { inactivityTimeoutMinutes, timeoutSetBy }: StandingSettings,
  team: TeamState,
): StatusExplanation['timeout'] {
  return {
    minutes: inactivityTimeoutMinutes,
    setBy:
      timeoutSetBy === null
        ? null
        : {
            name: team.replica.members.get(timeoutSetBy.memberId)?.name ?? null,
            at: localTime(timeoutSetBy.at, team),
          },
  };
}
