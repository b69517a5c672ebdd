import { assertNever } from '../../shared/domain/assert-never.ts';
import type { Role } from '../../shared/domain/member.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { Scope } from '../store/accounts.ts';
import { type Caller, mustBeMember, mustHaveScope, mustManage } from './caller.ts';

/** Who may ask for something: members from a role on. */
export type WhoOfTeam = { readonly role: Role };
/** The same, and integrations whose key has a scope. */
export type WhoWithScope = WhoOfTeam & { readonly scope: Scope };
export type Who = WhoOfTeam | WhoWithScope;

export const MEMBERS: WhoOfTeam = { role: 'agent' };
export const MANAGERS: WhoOfTeam = { role: 'manager' };
export const OWNERS: WhoOfTeam = { role: 'owner' };

/** @throws Refusal `forbidden` (TR1) */
export function permit(who: Who, caller: Caller): void {
  if (caller.kind === 'integration' && 'scope' in who) {
    mustHaveScope(caller, who.scope);
    return;
  }
  mustBeMember(caller);
  switch (who.role) {
    case 'agent':
      break;
    case 'manager':
      mustManage(caller);
      break;
    case 'owner':
      if (caller.role !== 'owner') throw new Refusal('forbidden', 'Only owners may do this.');
      break;
    default:
      assertNever(who.role);
  }
}
