import type { LocalSettings } from './local-settings.ts';

/** The change of settings that begins or ends watching a member (NO2); none while signed out. */
export function watching(
  { account }: LocalSettings,
  memberId: string,
  on: boolean,
): Partial<LocalSettings> {
  if (account === null) return {};
  const others = account.watched.filter((id) => id !== memberId);
  return { account: { ...account, watched: on ? [...others, memberId] : others } };
}
