import type { AppView, MemberView } from '../../shared/bridge/view.ts';

export type TeamView = Extract<AppView, { kind: 'team' }>;
export type SignedOutView = Extract<AppView, { kind: 'signed-out' }>;
export type Live = NonNullable<MemberView['live']>;

export function isConnected(view: Pick<TeamView, 'connection'>): boolean {
  return view.connection.kind === 'connected';
}
