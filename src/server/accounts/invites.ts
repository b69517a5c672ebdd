import { mayManageRole, type Role } from '../../shared/domain/member.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import { actorOf, type Caller, mustManage } from '../commands/caller.ts';
import { changeOnce, type KeyedRequest } from '../commands/keyed-request.ts';
import type { Identity, Link, StoredMember } from '../store/accounts.ts';
import { hashToken, newSecret } from '../tokens/token.ts';
import { type AccountDependencies, whereReached } from './accounts.ts';
import { hashPassword } from './password.ts';
import { LINK_LIFE_MS, openLink } from './secret-links.ts';

export type Invite = Extract<Link, { readonly kind: 'invite' }>;

/** How people join a team: by a link that somebody who manages it made for them. */
export class Invites {
  readonly #dependencies: AccountDependencies;

  constructor(dependencies: AccountDependencies) {
    this.#dependencies = dependencies;
  }

  /** Those that nobody has used yet, the latest first. @throws Refusal `forbidden` */
  async list(caller: Caller): Promise<readonly Invite[]> {
    mustManage(caller);
    return this.#dependencies.store.read.links.invites(caller.teamId);
  }

  /**
   * Invites somebody; an earlier invite for the same address is void. The secret is told once.
   * @throws Refusal `forbidden`, `conflict` where somebody has that address already.
   */
  async create(
    caller: Caller,
    { email, role }: { readonly email: string; readonly role: Role },
    keyed: KeyedRequest | null = null,
  ): Promise<{ readonly invite: Invite; readonly secret: string }> {
    mustManage(caller);
    if (!mayManageRole(caller.role, role)) {
      throw new Refusal('forbidden', 'Only owners invite owners.');
    }
    const { store, clock, ids } = this.#dependencies;
    const now = clock.now();
    const secret = newSecret();
    const invite: Invite = {
      kind: 'invite',
      linkId: ids(),
      teamId: caller.teamId,
      email: email.toLowerCase(),
      role,
      createdBy: caller.memberId,
      createdAt: now,
      expiresAt: now + LINK_LIFE_MS.invite,
    };
    await changeOnce(store, caller.teamId, keyed, async (tx) => {
      if ((await tx.members.findByEmail(invite.email)) !== null) {
        throw new Refusal('conflict', `${invite.email} is already a member.`);
      }
      await tx.links.add(invite, hashToken(secret));
      await tx.audit.record({
        at: now,
        actor: actorOf(caller),
        action: 'invite.made',
        subject: { id: invite.linkId, name: invite.email },
        before: null,
        after: { email: invite.email, role, expiresAt: invite.expiresAt },
      });
    });
    return { invite, secret };
  }

  /** @throws Refusal `forbidden`, `not-found` */
  async revoke(caller: Caller, inviteId: string): Promise<void> {
    mustManage(caller);
    const { store, clock } = this.#dependencies;
    await store.change(caller.teamId, async (tx) => {
      const invite = (await tx.links.invites(caller.teamId)).find(
        ({ linkId }) => linkId === inviteId,
      );
      if (invite === undefined) throw new Refusal('not-found', 'There is no such invite.');
      await tx.links.remove(inviteId);
      await tx.audit.record({
        at: clock.now(),
        actor: actorOf(caller),
        action: 'invite.revoked',
        subject: { id: inviteId, name: invite.email },
        before: { email: invite.email, role: invite.role },
        after: null,
      });
    });
  }

  /** What a link offers to whoever has it. @throws Refusal `not-found` */
  async look(secret: string): Promise<{
    readonly team: string;
    readonly email: string;
    readonly role: Role;
  }> {
    const { store, clock } = this.#dependencies;
    const { teamId, email, role } = await openLink(store.read.links, secret, 'invite', clock.now());
    return { team: (await store.team(teamId)).name, email, role };
  }

  /**
   * Whoever has the link joins the team. Without a password they sign in with their organization's
   * account only, which then is `identity`.
   * @throws Refusal `not-found`, `conflict`
   */
  async use(
    secret: string,
    {
      name,
      password,
      identity = null,
    }: {
      readonly name: string;
      readonly password: string | null;
      readonly identity?: Identity | null;
    },
  ): Promise<StoredMember> {
    const { store, clock, ids, teams } = this.#dependencies;
    const { teamId } = await openLink(store.read.links, secret, 'invite', clock.now());
    const passwordHash = password === null ? null : await hashPassword(password);
    const member = await store.change(teamId, async (tx) => {
      const now = clock.now();
      // Looked at again: it may have been used or taken back since.
      const invite = await openLink(tx.links, secret, 'invite', now);
      const memberId = ids();
      const { email, role } = invite;
      const added = await tx.members.add({ memberId, teamId, email, name, role, createdAt: now });
      if (passwordHash !== null) await tx.members.setPassword(memberId, passwordHash);
      if (identity !== null) await tx.identities.link(memberId, identity, now);
      await tx.links.remove(invite.linkId);
      await tx.audit.record({
        at: now,
        actor: { kind: 'member', id: memberId, name },
        action: 'member.joined',
        subject: { id: memberId, name },
        before: null,
        after: { email, name, role, invitedBy: invite.createdBy },
      });
      return added;
    });
    await whereReached(teams.reload(teamId));
    return member;
  }
}
