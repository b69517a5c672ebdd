import type { Problem } from '../shared/bridge/view.ts';
import type { MembershipState } from './membership.ts';

/** Whether somebody is signed in here, and how their membership goes. */
export type SessionState =
  | { readonly kind: 'signed-out'; readonly problem: Problem | null }
  | ({ readonly kind: 'signed-in'; readonly server: string } & MembershipState);
