import type { StandingSettings, TeamSettings } from '../../shared/domain/settings.ts';
import type { SettingsChange } from '../../shared/protocol/schemas.ts';
import type { AuditActor } from '../store/audit.ts';
import type { TeamChange } from '../store/store.ts';
import { changed } from './changed.ts';

/** Changes settings of the team and records who did. Settings that stay as they are are no change. */
export async function recordedSettingsChange(
  tx: TeamChange,
  change: SettingsChange,
  actor: AuditActor,
  by: { readonly memberId: string; readonly at: number },
): Promise<StandingSettings> {
  const { timeoutSetBy: _before, ...before } = tx.team.settings;
  const standing = await tx.changeSettings(withoutUndefined(change), by);
  const { timeoutSetBy: _after, ...after } = standing;
  const difference = changed(before, after);
  if (difference !== null) {
    const subject = { id: tx.team.teamId, name: tx.team.name };
    await tx.audit.record({
      at: by.at,
      actor,
      action: 'settings.changed',
      subject,
      ...difference,
    });
  }
  return standing;
}

/** `{ lockPolicy: undefined }` names no setting. */
function withoutUndefined(change: SettingsChange): Partial<TeamSettings> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
