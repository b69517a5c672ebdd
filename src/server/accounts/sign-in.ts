import { Refusal } from '../../shared/protocol/errors.ts';
import { type Caller, type MemberCaller, mustBeMember } from '../commands/caller.ts';
import type { StoredMember } from '../store/accounts.ts';
import type { TeamChange } from '../store/store.ts';
import { hashToken, newToken } from '../tokens/token.ts';
import type { AccountDependencies } from './accounts.ts';
import { hashPassword, isPassword } from './password.ts';
import { openLink } from './secret-links.ts';

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
    const { members } = this.#dependencies.store.read;
    const member = await members.findByEmail(email.toLowerCase());
    const kept = member?.active === true ? await members.passwordHash(member.memberId) : null;
    if (!(await isPassword(password, kept)) || member === null) throw wrongPassword();
    return this.open(member, browser, async (tx) => {
      // Another one may have been set since, which signs everybody out who knew this one.
      if ((await tx.members.passwordHash(member.memberId)) !== kept) throw wrongPassword();
    });
  }

  /**
   * Opens a session for somebody who has proved who they are. `browser` is what it is listed as.
   * `first` happens in the same transaction, and may refuse.
   */
  async open(
    member: StoredMember,
    browser: string,
    first: (tx: TeamChange) => Promise<void> = async () => undefined,
  ): Promise<BrowserSession> {
    const { store, clock, ids } = this.#dependencies;
    const token = newToken();
    const tokenId = ids();
    await store.change(member.teamId, async (tx) => {
      await first(tx);
      await tx.tokens.issue({
        tokenId,
        tokenHash: hashToken(token),
        memberId: member.memberId,
        kind: 'web',
        deviceId: null,
        deviceName: browser,
        createdAt: clock.now(),
      });
    });
    const { teamId, memberId, name, role } = member;
    const proof = { tokenId, kind: 'web', deviceName: browser } as const;
    return {
      token,
      member,
      caller: { kind: 'member', teamId, memberId, name, role, token: proof },
    };
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
    const { memberId, token } = caller;
    const wrong = () => new Refusal('unauthorized', 'The current password is wrong.');
    const kept = await this.#dependencies.store.read.members.passwordHash(memberId);
    if (!(await isPassword(current, kept))) throw wrong();
    const passwordHash = await hashPassword(password);
    await this.#setPassword(caller, passwordHash, token.tokenId, async (tx) => {
      if ((await tx.members.passwordHash(memberId)) !== kept) throw wrong();
    });
  }

  /** Sets the password a link is for and opens a session. @throws Refusal `not-found` */
  async redeemPasswordLink(
    secret: string,
    password: string,
    browser: string,
  ): Promise<BrowserSession> {
    const { store, clock } = this.#dependencies;
    const { memberId } = await openLink(store.read.links, secret, 'password', clock.now());
    const passwordHash = await hashPassword(password);
    const member = await store.read.members.find(memberId);
    if (member?.active !== true) throw new Refusal('not-found', 'This account is switched off.');
    await this.#setPassword(member, passwordHash, undefined, async (tx) => {
      // Looked at again: it may have been used since.
      const link = await openLink(tx.links, secret, 'password', clock.now());
      await tx.links.remove(link.linkId);
      // Whoever manages the team vouches anew for who this is: their account elsewhere may be a new one.
      await tx.identities.unlink(memberId);
    });
    return this.open(member, browser);
  }

  /** `first` happens in the same transaction, and may refuse. */
  async #setPassword(
    { teamId, memberId, name }: Pick<StoredMember, 'teamId' | 'memberId' | 'name'>,
    passwordHash: string,
    keptToken: string | undefined,
    first: (tx: TeamChange) => Promise<void>,
  ): Promise<void> {
    const { store, clock, teams } = this.#dependencies;
    await store.change(teamId, async (tx) => {
      await first(tx);
      await tx.members.setPassword(memberId, passwordHash);
      const devices = await tx.tokens.revokeAll(memberId, keptToken);
      await tx.audit.record({
        at: clock.now(),
        actor: { kind: 'member', id: memberId, name },
        action: 'member.password-set',
        subject: { id: memberId, name },
        before: null,
        after: { signedOutDevices: devices },
      });
    });
    await teams.endRevoked(teamId, 'signed-out');
  }
}

function wrongPassword(): Refusal {
  return new Refusal('unauthorized', 'E-mail or password is wrong.');
}
