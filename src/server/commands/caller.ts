import { assertNever } from '../../shared/domain/assert-never.ts';
import { mayManage, type Role } from '../../shared/domain/member.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { Scope, StoredToken } from '../store/accounts.ts';
import type { AuditActor } from '../store/audit.ts';

/** A member who asks, proved by a token. */
export type MemberCaller = {
  readonly kind: 'member';
  readonly teamId: string;
  readonly memberId: string;
  readonly name: string;
  readonly role: Role;
  readonly token: Pick<StoredToken, 'tokenId' | 'kind' | 'deviceName'>;
};

/** A program that asks, proved by its key. */
export type IntegrationCaller = {
  readonly kind: 'integration';
  readonly teamId: string;
  readonly integrationId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
};

/** Whose command it is. */
export type Caller = MemberCaller | IntegrationCaller;

/** Whoever runs the server, at its command line: proved by reaching the store. May do what owners may. */
export type OperatorCaller = { readonly kind: 'operator'; readonly teamId: string };

/** Whom the audit log names. */
export function actorOf(caller: Caller | OperatorCaller): AuditActor {
  switch (caller.kind) {
    case 'member':
      return { kind: 'member', id: caller.memberId, name: caller.name };
    case 'integration':
      return { kind: 'integration', id: caller.integrationId, name: caller.name };
    case 'operator':
      return { kind: 'operator' };
    default:
      return assertNever(caller);
  }
}

/** @throws Refusal `forbidden` for whoever is neither owner nor manager. */
export function mustManage<C extends Caller | OperatorCaller>(
  caller: C,
): asserts caller is Exclude<C, IntegrationCaller> {
  if (caller.kind === 'operator') return;
  if (caller.kind === 'member' && mayManage(caller.role)) return;
  throw new Refusal('forbidden', 'Only owners and managers may do this.');
}

/** @throws Refusal `forbidden` for integrations. */
export function mustBeMember(caller: Caller): asserts caller is MemberCaller {
  if (caller.kind === 'member') return;
  throw new Refusal('forbidden', 'Only members may do this, not integrations.');
}

/** Members may do what integrations need a scope for. @throws Refusal `forbidden` */
export function mustHaveScope(caller: Caller, scope: Scope): void {
  if (caller.kind === 'member' || caller.scopes.includes(scope)) return;
  throw new Refusal('forbidden', `This key lacks the scope ${scope}.`);
}
