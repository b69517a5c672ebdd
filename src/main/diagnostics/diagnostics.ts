import type { SystemActivity } from '../../client/idle-source.ts';
import type { SessionState } from '../../client/session-state.ts';
import type { ComputerLook, Diagnostics } from '../../shared/bridge/diagnostics.ts';
import type { ActivitySource } from '../../shared/domain/activity.ts';
import type { ConnectionRecord } from '../session/session.ts';
import type { LocalSettings } from '../settings/local-settings.ts';

/** What is the same for as long as the app runs. */
export type Surroundings = Pick<Diagnostics, 'versions' | 'desktop' | 'device'>;

/** What helps to find out why something is as it is; null while signed out. */
export function diagnosticsOf(
  state: SessionState,
  record: ConnectionRecord | null,
  account: LocalSettings['account'],
  surroundings: Surroundings,
): Diagnostics | null {
  if (state.kind === 'signed-out' || state.client.kind === 'ended' || record === null) return null;
  const { client, server, source } = state;
  const replica = client.kind === 'connecting' ? null : client.team.replica;
  return {
    ...surroundings,
    server,
    signedInAt: account?.signedInAt ?? null,
    connection: {
      state: client.kind,
      since: client.kind === 'connected' ? record.connectedAt : client.since,
      position: replica === null ? null : { log: replica.log, version: replica.version },
      acknowledgedAt: record.acknowledgedAt,
      lastProblem: record.lastProblem,
    },
    source,
  };
}

/** Asks the system itself; what it fails to tell is said and not thrown. */
export function lookAtComputer(
  system: SystemActivity,
  source: ActivitySource,
  now: number,
): ComputerLook {
  const failures: string[] = [];
  const ask = <T>(question: () => T): T | null => {
    try {
      return question();
    } catch (error) {
      failures.push(String(error));
      return null;
    }
  };
  const idleMs = ask(() => system.idleMs());
  const locked = ask(() => system.locked());
  return { at: now, idleMs, locked, failure: failures.join('; ') || null, source };
}
