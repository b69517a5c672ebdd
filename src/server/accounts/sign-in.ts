import { mayManageRole } from '../../shared/domain/member.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import { type Caller, type MemberCaller, mustBeMember } from '../commands/caller.ts';
import type { Link, StoredMember } from '../store/accounts.ts';
import type { TeamChange } from '../store/store.ts';
import { hashToken, newToken } from '../tokens/token.ts';
import { type AccountDependencies, whereReached } from './accounts.ts';
import { hashPassword, isPassword } from './password.ts';
import { openLink, voidLink } from './secret-links.ts';

/** A browser's session: a token of its own. */
export type BrowserSession = {
  readonly token: string;
  readonly member: StoredMember;
  readonly caller: MemberCaller;
};

/** How members prove in a browser who they are, and set what they prove it with. */
export class SignIn {
  readonly #dependencies: AccountDependencies;

  constructor(dependencies: AccountDependencies) {
    this.#dependencies = dependencies;
  }

  /** @throws Refusal `unauthorized`, which does not tell which part was wrong (TR3). */
  async withPassword(
    { email, password }: { readonly email: string; readonly password: string },
    browser: string,
  ): Promise<BrowserSession> {
    const { store } = this.#dependencies;
    const { members } = store.read;
    const member = await members.findByEmail(email.toLowerCase());
    const kept = member?.active === true ? await members.passwordHash(member.memberId) : null;
    const wrong = () => new Refusal('unauthorized', 'E-mail or password is wrong.');
    if (!(await isPassword(password, kept)) || member === null) throw wrong();
    return store.change(member.teamId, async (tx) => {
      const now = await tx.members.find(member.memberId);
      if (now?.active !== true) throw wrong();
      // Another one may have been set since, which signs everybody out who knew this one.
      if ((await tx.members.passwordHash(member.memberId)) !== kept) throw wrong();
      return this.#open(tx, now, browser);
    });
  }

  /**
   * Opens a session for somebody who has proved who they are. `browser` is what it is listed as.
   * @throws Refusal `unauthorized` where they are switched off.
   */
  async open({ teamId, memberId }: StoredMember, browser: string): Promise<BrowserSession> {
    const { store } = this.#dependencies;
    return store.change(teamId, async (tx) => {
      const member = await tx.members.find(memberId);
      if (member?.active === true) return this.#open(tx, member, browser);
      throw new Refusal('unauthorized', 'This account is switched off.');
    });
  }

  /** Ends the session that asks. */
  async out(caller: MemberCaller): Promise<void> {
    const { store, teams } = this.#dependencies;
    await store.change(caller.teamId, (tx) =>
      tx.tokens.revoke(caller.memberId, caller.token.tokenId),
    );
    await teams.endRevoked(caller.teamId, 'signed-out');
  }

  /**
   * Sets another password; every other device is signed out.
   * @throws Refusal `unauthorized` where the current one is wrong.
   */
  async changePassword(
    caller: Caller,
    { current, password }: { readonly current: string; readonly password: string },
  ): Promise<void> {
    mustBeMember(caller);
    const { store, clock, teams } = this.#dependencies;
    const { memberId, token } = caller;
    const wrong = () => new Refusal('unauthorized', 'The current password is wrong.');
    const kept = await store.read.members.passwordHash(memberId);
    if (!(await isPassword(current, kept))) throw wrong();
    const passwordHash = await hashPassword(password);
    await store.change(caller.teamId, async (tx) => {
      if ((await tx.members.passwordHash(memberId)) !== kept) throw wrong();
      await setPassword(tx, caller, { passwordHash, keptToken: token.tokenId, at: clock.now() });
    });
    await teams.endRevoked(caller.teamId, 'signed-out');
  }

  /** Sets the password a link is for and opens a session. @throws Refusal `not-found` */
  async redeemPasswordLink(
    secret: string,
    password: string,
    browser: string,
  ): Promise<BrowserSession> {
    const { store, clock, teams } = this.#dependencies;
    const { teamId } = await openLink(store.read.links, secret, 'password', clock.now());
    const passwordHash = await hashPassword(password);
    const session = await store.change(teamId, async (tx) => {
      const at = clock.now();
      // Looked at again: it may have been used or taken back since.
      const link = await openLink(tx.links, secret, 'password', at);
      const { linkId, memberId } = link;
      const member = await tx.members.find(memberId);
      if (member?.active !== true) throw new Refusal('not-found', 'This account is switched off.');
      if (!(await mayStillMake(tx, link, member))) throw voidLink();
      await tx.links.remove(linkId);
      // Whoever manages the team vouches anew for who this is: their account elsewhere may be a new one.
      await tx.identities.unlink(memberId);
      await setPassword(tx, member, { passwordHash, at });
      return this.#open(tx, member, browser);
    });
    await whereReached(teams.endRevoked(teamId, 'signed-out'));
    return session;
  }

  async #open(tx: TeamChange, member: StoredMember, browser: string): Promise<BrowserSession> {
    const { clock, ids } = this.#dependencies;
    const { teamId, memberId, name, role } = member;
    const token = newToken();
    const proof = { tokenId: ids(), kind: 'web', deviceName: browser } as const;
    await tx.tokens.issue({
      ...proof,
      tokenHash: hashToken(token),
      memberId,
      deviceId: null,
      createdAt: clock.now(),
    });
    return {
      token,
      member,
      caller: { kind: 'member', teamId, memberId, name, role, token: proof },
    };
  }
}

/**
 * Whether whoever made a link for a member still may: a manager must not come into the account of
 * somebody who has become an owner since, and nobody who was switched off into any.
 */
async function mayStillMake(
  { members }: TeamChange,
  { createdBy }: Link,
  { role }: StoredMember,
): Promise<boolean> {
  // The operator.
  if (createdBy === null) return true;
  const maker = await members.find(createdBy);
  return maker?.active === true && mayManageRole(maker.role, role);
}

/** Sets a password and signs every device out but the one with the token that is kept. */
async function setPassword(
  tx: TeamChange,
  { memberId, name }: Pick<StoredMember, 'memberId' | 'name'>,
  {
    passwordHash,
    keptToken,
    at,
  }: { readonly passwordHash: string; readonly keptToken?: string; readonly at: number },
): Promise<void> {
  await tx.members.setPassword(memberId, passwordHash);
  const devices = await tx.tokens.revokeAll(memberId, keptToken);
  await tx.audit.record({
    at,
    actor: { kind: 'member', id: memberId, name },
    action: 'member.password-set',
    subject: { id: memberId, name },
    before: null,
    after: { signedOutDevices: devices },
  });
}
