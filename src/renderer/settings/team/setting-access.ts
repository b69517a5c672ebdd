import { mayManage } from '../../../shared/domain/member.ts';
import type { StandingSettings } from '../../../shared/domain/settings.ts';
import { isConnected, type TeamView } from '../../bridge/team-view.ts';

/** What a member can do about the team settings. */
export type SettingAccess =
  /** Nobody knows what stands at the moment. */
  | { readonly kind: 'unknown' }
  | { readonly kind: 'read'; readonly settings: StandingSettings }
  | { readonly kind: 'change'; readonly settings: StandingSettings };

/** Owners and managers change team settings, everyone else reads them (PR5, PR14). */
export function settingAccess(
  view: Pick<TeamView, 'connection' | 'settings' | 'self'>,
): SettingAccess {
  const { settings, self } = view;
  if (!isConnected(view) || settings === null || self === null) return { kind: 'unknown' };
  return { kind: mayManage(self.role) ? 'change' : 'read', settings };
}
