import { mayManageRole } from '../../shared/domain/member.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import {
  actorOf,
  type Caller,
  type MemberCaller,
  mustManage,
  type OperatorCaller,
} from '../commands/caller.ts';
import { changeOnce, type KeyedRequest } from '../commands/keyed-request.ts';
import type { MemberChange, StoredMember } from '../store/accounts.ts';
import type { TeamChange } from '../store/store.ts';
import { hashToken, newSecret } from '../tokens/token.ts';
import type { AccountDependencies } from './accounts.ts';
import { changed } from './changed.ts';
import { LINK_LIFE_MS } from './secret-links.ts';

/** Who is in a team, and what becomes of them. */
export class Members {
  readonly #dependencies: AccountDependencies;

  constructor(dependencies: AccountDependencies) {
    this.#dependencies = dependencies;
  }

  /** Everyone, by name; those who were switched off for whoever manages the team. */
  async list(caller: Caller): Promise<readonly StoredMember[]> {
    const members = await this.#dependencies.store.read.members.all(caller.teamId);
    const managing = caller.kind === 'member' && caller.role !== 'agent';
    return managing ? members : members.filter(({ active }) => active);
  }

  /** @throws Refusal `not-found` */
  async find(caller: Caller, memberId: string): Promise<StoredMember> {
    return memberOf(await this.#dependencies.store.read.members.find(memberId), caller);
  }

  /**
   * Changes what a member is called, may do and gets. Who is switched off is signed out everywhere
   * at once; their past stays.
   * @throws Refusal `forbidden`, `not-found`, `conflict` where it would leave the team without an owner.
   */
  async change(
    caller: Caller | OperatorCaller,
    memberId: string,
    change: MemberChange,
  ): Promise<StoredMember> {
    mustManage(caller);
    const { store, clock, teams } = this.#dependencies;
    const member = await store.change(caller.teamId, async (tx) => {
      const before = memberOf(await tx.members.find(memberId), caller);
      mustManageMember(caller, before, change);
      if (before.role === 'owner' && before.active) await keepAnOwner(tx, before, change);
      const after = await tx.members.change(memberId, change);
      if (!after.active) await tx.tokens.revokeAll(memberId);
      const difference = changed(changeable(before), changeable(after));
      if (difference !== null) {
        await tx.audit.record({
          at: clock.now(),
          actor: actorOf(caller),
          action: 'member.changed',
          subject: { id: memberId, name: before.name },
          ...difference,
        });
      }
      return after;
    });
    if (!member.active) await teams.endRevoked(caller.teamId, 'ended-by-manager');
    await teams.reload(caller.teamId);
    return member;
  }

  /**
   * A link by which a member sets a password, also one they have forgotten; it is told once.
   * @throws Refusal `forbidden`, `not-found`
   */
  async makePasswordLink(
    caller: Caller | OperatorCaller,
    memberId: string,
    keyed: KeyedRequest | null = null,
  ): Promise<{ readonly secret: string; readonly expiresAt: number }> {
    mustManage(caller);
    const { store, clock, ids } = this.#dependencies;
    return changeOnce(store, caller.teamId, keyed, async (tx) => {
      const member = memberOf(await tx.members.find(memberId), caller);
      mustManageMember(caller, member, {});
      if (!member.active) throw new Refusal('conflict', `${member.name} is switched off.`);
      return addPasswordLink(tx, member, caller, { now: clock.now(), linkId: ids() });
    });
  }
}

/** Makes a link by which the member sets a password, in place of the one they had, and records who made it. */
export async function addPasswordLink(
  tx: TeamChange,
  { teamId, memberId, name }: StoredMember,
  caller: MemberCaller | OperatorCaller,
  { now, linkId }: { readonly now: number; readonly linkId: string },
): Promise<{ readonly secret: string; readonly expiresAt: number }> {
  const secret = newSecret();
  const expiresAt = now + LINK_LIFE_MS.password;
  const createdBy = caller.kind === 'member' ? caller.memberId : null;
  await tx.links.add(
    { kind: 'password', linkId, teamId, memberId, createdBy, createdAt: now, expiresAt },
    hashToken(secret),
  );
  await tx.audit.record({
    at: now,
    actor: actorOf(caller),
    action: 'member.password-link-made',
    subject: { id: memberId, name },
    before: null,
    after: { expiresAt },
  });
  return { secret, expiresAt };
}

/** @throws Refusal `not-found` where it is nobody of the caller's team. */
export function memberOf(
  member: StoredMember | null,
  caller: Caller | OperatorCaller,
): StoredMember {
  if (member?.teamId === caller.teamId) return member;
  throw new Refusal('not-found', 'There is no such member.');
}

/** @throws Refusal `forbidden` where the caller's role does not reach that far. */
export function mustManageMember(
  caller: MemberCaller | OperatorCaller,
  member: StoredMember,
  change: MemberChange,
): void {
  if (caller.kind === 'operator') return;
  const reaches = (role: StoredMember['role']) => mayManageRole(caller.role, role);
  if (reaches(member.role) && reaches(change.role ?? member.role)) return;
  throw new Refusal('forbidden', 'Only owners make, change and unmake owners.');
}

async function keepAnOwner(
  tx: TeamChange,
  owner: StoredMember,
  { role = owner.role, active = owner.active }: MemberChange,
): Promise<void> {
  if (role === 'owner' && active) return;
  const members = await tx.members.all(owner.teamId);
  const another = members.some(
    (member) => member.memberId !== owner.memberId && member.role === 'owner' && member.active,
  );
  if (another) return;
  throw new Refusal(
    'conflict',
    `${owner.name} is the team's last owner. Make somebody else an owner first.`,
  );
}

function changeable({ name, role, active, receivesContacts, capacity }: StoredMember) {
  return { name, role, active, receivesContacts, capacity };
}
