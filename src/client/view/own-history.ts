import type { HistoryOutcome } from '../../shared/bridge/bridge.ts';
import type { History, HistoryInterval, HistoryQuery } from '../../shared/protocol/schemas.ts';
import type { Result } from '../client-problem.ts';
import type { SessionState } from '../session-state.ts';
import type { TeamState } from '../team-client.ts';
import { localTime, serverTime } from './computer-time.ts';

const NOT_CONNECTED: HistoryOutcome = { ok: false, problem: { code: 'not-connected' } };

/** Who is signed in, and what can be asked of the server for them. */
type Session = {
  readonly state: SessionState;
  history(query: HistoryQuery): Promise<Result<History>>;
};

/** What is recorded about the member, in this computer's time (TR6). */
export async function ownHistory(session: Session, query: HistoryQuery): Promise<HistoryOutcome> {
  const { state } = session;
  if (state.kind !== 'signed-in' || state.client.kind !== 'connected') return NOT_CONNECTED;
  const { team } = state.client;
  const { before, limit } = query;
  const result = await session.history({
    limit,
    before: before === undefined ? undefined : serverTime(before, team),
  });
  if (!result.ok) return result;
  const { intervals, more } = result.value;
  return {
    ok: true,
    history: { intervals: intervals.map((interval) => inLocalTime(interval, team)), more },
  };
}

function inLocalTime(interval: HistoryInterval, team: TeamState): HistoryInterval {
  return {
    ...interval,
    from: localTime(interval.from, team),
    to: interval.to === null ? null : localTime(interval.to, team),
  };
}
