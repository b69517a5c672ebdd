import { MAX_NAME_LENGTH, nameField } from '../../../shared/api/fields.ts';
import { Refusal } from '../../../shared/protocol/errors.ts';
import type { Identity, StoredMember } from '../../store/accounts.ts';
import { newSecret } from '../../tokens/token.ts';
import type { AccountDependencies } from '../accounts.ts';
import type { Invites } from '../invites.ts';
import type { BrowserSession, SignIn } from '../sign-in.ts';
import type { Flow } from './flow-cookie.ts';
import type { Claims, Provider } from './provider.ts';
import { returnPath } from './return-path.ts';
import { SsoFailure } from './sso-failure.ts';

export type SingleSignOnDependencies = Pick<AccountDependencies, 'store' | 'clock'> & {
  readonly provider: Provider;
  readonly signIn: SignIn;
  readonly invites: Invites;
};

/** How members sign in, and people join, with an account of their organization. */
export class SingleSignOn {
  readonly #dependencies: SingleSignOnDependencies;

  constructor(dependencies: SingleSignOnDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Begins: the browser keeps the flow and goes to the page. `invite` is the secret of a link by
   * which the person joins.
   * @throws SsoFailure
   */
  async begin(
    asked: { readonly returnTo?: string | undefined; readonly invite?: string },
    callback: URL,
  ): Promise<{ readonly flow: Flow; readonly page: URL }> {
    const flow = {
      state: newSecret(),
      nonce: newSecret(),
      verifier: newSecret(),
      returnTo: returnPath(asked.returnTo),
      invite: asked.invite ?? null,
    };
    return { flow, page: await this.#dependencies.provider.signInPage(flow, callback) };
  }

  /**
   * Goes on with what the provider answered to `answered`. `browser` is what the session is listed as.
   * @throws SsoFailure
   */
  async finish(flow: Flow, answered: URL, browser: string): Promise<BrowserSession> {
    const { provider, signIn } = this.#dependencies;
    const claims = await provider.redeem(flow, answered);
    const member =
      (await this.#knownMember(claims)) ??
      (flow.invite === null ? await this.#link(claims) : await this.#join(flow.invite, claims));
    try {
      return await signIn.open(member, browser);
    } catch (error) {
      const isOff = error instanceof Refusal && error.code === 'unauthorized';
      throw isOff ? new SsoFailure('switched-off', error) : error;
    }
  }

  async #knownMember(identity: Identity): Promise<StoredMember | null> {
    const { identities, members } = this.#dependencies.store.read;
    const memberId = await identities.memberOf(identity);
    return memberId === null ? null : members.find(memberId);
  }

  /** The first time, a verified e-mail says who it is; from then on it does not matter any more. */
  async #link({ email, ...claims }: Claims): Promise<StoredMember> {
    if (email === null) throw new SsoFailure('sso-unverified');
    const { store, clock } = this.#dependencies;
    const member = await store.read.members.findByEmail(email);
    if (member === null) throw new SsoFailure('sso-no-member');
    if (!member.active) throw new SsoFailure('switched-off');
    const { teamId, memberId, name } = member;
    const identity = { issuer: claims.issuer, subject: claims.subject };
    await store.change(teamId, async (tx) => {
      // Two browsers may have begun at once.
      if ((await tx.identities.memberOf(identity)) === memberId) return;
      await whereTaken('sso-other-account', tx.identities.link(memberId, identity, clock.now()));
      await tx.audit.record({
        at: clock.now(),
        actor: { kind: 'member', id: memberId, name },
        action: 'member.identity-linked',
        subject: { id: memberId, name },
        before: null,
        after: { issuer: identity.issuer },
      });
    });
    return member;
  }

  async #join(secret: string, claims: Claims): Promise<StoredMember> {
    const { invites } = this.#dependencies;
    const { issuer, subject } = claims;
    try {
      const { email } = await invites.look(secret);
      return await invites.use(secret, {
        name: nameOf(claims, email),
        password: null,
        identity: { issuer, subject },
      });
    } catch (error) {
      const isVoid = error instanceof Refusal && /^(not-found|conflict)$/.test(error.code);
      throw isVoid ? new SsoFailure('invite-void', error) : error;
    }
  }
}

async function whereTaken(problem: SsoFailure['problem'], linking: Promise<void>): Promise<void> {
  try {
    await linking;
  } catch (error) {
    const isTaken = error instanceof Refusal && error.code === 'conflict';
    throw isTaken ? new SsoFailure(problem, error) : error;
  }
}

/** What the provider calls somebody, in the form of a name here; else what their address begins with. */
function nameOf({ name }: Claims, email: string): string {
  const line = (name ?? '').replaceAll(/[\p{Cc}\s]+/gu, ' ').slice(0, MAX_NAME_LENGTH);
  // The end may have cut a character in two.
  const tidy = line.replaceAll(/\p{Cs}/gu, '');
  return nameField.safeParse(tidy).data ?? email.replace(/@.*/, '');
}
