import { mayManage, type Role } from '../../../shared/domain/member.ts';

/** The pages of the board that its navigation leads to, with who sees them. */
const ROUTES = [
  { path: '/', name: 'roster', isForManagers: false },
  { path: '/contacts', name: 'contacts', isForManagers: false },
  { path: '/queue', name: 'queue', isForManagers: true },
  { path: '/team', name: 'team', isForManagers: true },
  { path: '/settings', name: 'settings', isForManagers: true },
  { path: '/report', name: 'report', isForManagers: true },
  { path: '/integrations', name: 'integrations', isForManagers: true },
  { path: '/webhooks', name: 'webhooks', isForManagers: true },
  { path: '/audit', name: 'audit', isForManagers: true },
  { path: '/me', name: 'me', isForManagers: false },
] as const;

export type BoardRoute = (typeof ROUTES)[number];

/** What somebody of a role is led to; the server decides anew at each request (TR1). */
export function routesFor(role: Role): readonly BoardRoute[] {
  return ROUTES.filter(({ isForManagers }) => !isForManagers || mayManage(role));
}
