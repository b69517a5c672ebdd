import { createHash } from 'node:crypto';
import { Refusal } from '../../shared/protocol/errors.ts';
import { actorOf, type Caller, mustBeMember, mustManage } from '../commands/caller.ts';
import type { StoredMember, StoredToken } from '../store/accounts.ts';
import { hashToken, newSecret, newToken } from '../tokens/token.ts';
import { type AccountDependencies, whereReached } from './accounts.ts';
import { memberOf, mustManageMember } from './members.ts';
import { LINK_LIFE_MS, openLink } from './secret-links.ts';

/** Where members are signed in: their tokens, each for one device. */
export class Devices {
  readonly #dependencies: AccountDependencies;

  constructor(dependencies: AccountDependencies) {
    this.#dependencies = dependencies;
  }

  /** One's own, or as a manager anybody's. @throws Refusal `forbidden`, `not-found` */
  async list(caller: Caller, memberId: string): Promise<readonly StoredToken[]> {
    await this.#mayLookAfter(caller, memberId);
    return this.#dependencies.store.read.tokens.ofMember(memberId);
  }

  /** Signs a device out, within the second of TR3. @throws Refusal `forbidden`, `not-found` */
  async revoke(caller: Caller, memberId: string, tokenId: string): Promise<void> {
    await this.#mayLookAfter(caller, memberId);
    const { store, clock, teams } = this.#dependencies;
    await store.change(caller.teamId, async (tx) => {
      const revoked = await tx.tokens.revoke(memberId, tokenId);
      if (revoked === null) throw new Refusal('not-found', 'There is no such device.');
      const member = memberOf(await tx.members.find(memberId), caller);
      await tx.audit.record({
        at: clock.now(),
        actor: actorOf(caller),
        action: 'member.device-revoked',
        subject: { id: memberId, name: member.name },
        before: { device: revoked.deviceName, kind: revoked.kind },
        after: null,
      });
    });
    await teams.endRevoked(caller.teamId, because(caller, memberId));
  }

  /**
   * Signs a member out everywhere; answers how many connections ended by that.
   * @throws Refusal `forbidden`, `not-found`
   */
  async endSessions(caller: Caller, memberId: string): Promise<number> {
    mustManage(caller);
    await this.#mayLookAfter(caller, memberId);
    const { store, clock, teams } = this.#dependencies;
    await store.change(caller.teamId, async (tx) => {
      const member = memberOf(await tx.members.find(memberId), caller);
      const devices = await tx.tokens.revokeAll(memberId);
      await tx.audit.record({
        at: clock.now(),
        actor: actorOf(caller),
        action: 'member.sessions-ended',
        subject: { id: memberId, name: member.name },
        before: { devices },
        after: { devices: 0 },
      });
    });
    return teams.endRevoked(caller.teamId, because(caller, memberId));
  }

  /**
   * A code that the app on the caller's computer exchanges for a token (RFC 8252). It works once,
   * for a minute, and only for the app that made the challenge.
   */
  async makeCode(
    caller: Caller,
    { challenge, deviceName }: { readonly challenge: string; readonly deviceName: string },
  ): Promise<string> {
    mustBeMember(caller);
    const { store, clock, ids } = this.#dependencies;
    const now = clock.now();
    const secret = newSecret();
    await store.change(caller.teamId, (tx) =>
      tx.links.add(
        {
          kind: 'device',
          linkId: ids(),
          teamId: caller.teamId,
          memberId: caller.memberId,
          challenge,
          deviceName,
          createdBy: caller.memberId,
          createdAt: now,
          expiresAt: now + LINK_LIFE_MS.device,
        },
        hashToken(secret),
      ),
    );
    return secret;
  }

  /** @throws Refusal `not-found` where the code does not work, whatever is wrong with it. */
  async exchangeCode(
    code: string,
    { verifier, deviceId }: { readonly verifier: string; readonly deviceId: string | null },
  ): Promise<{ readonly token: string; readonly member: StoredMember }> {
    const { store, clock, ids, teams } = this.#dependencies;
    const { teamId } = await openLink(store.read.links, code, 'device', clock.now());
    const exchanged = await store.change(teamId, async (tx) => {
      const now = clock.now();
      const link = await openLink(tx.links, code, 'device', now);
      await tx.links.remove(link.linkId);
      // Whoever guesses gets one guess: the code is gone, whatever comes of it.
      const member = await tx.members.find(link.memberId);
      if (member?.active !== true) return null;
      if (createHash('sha256').update(verifier).digest('base64url') !== link.challenge) return null;
      const token = newToken();
      await tx.tokens.issue({
        tokenId: ids(),
        tokenHash: hashToken(token),
        memberId: link.memberId,
        kind: 'desktop',
        deviceId,
        deviceName: link.deviceName,
        createdAt: now,
      });
      return { token, member };
    });
    if (exchanged === null) {
      throw new Refusal('not-found', 'This code does not work. Start again in the app.');
    }
    // The token that the same installation had before is void.
    await whereReached(teams.endRevoked(teamId, 'signed-out'));
    return exchanged;
  }

  async #mayLookAfter(caller: Caller, memberId: string): Promise<void> {
    mustBeMember(caller);
    if (caller.memberId === memberId) return;
    mustManage(caller);
    const member = await this.#dependencies.store.read.members.find(memberId);
    mustManageMember(caller, memberOf(member, caller), {});
  }
}

function because(caller: Caller, memberId: string): 'signed-out' | 'ended-by-manager' {
  return caller.kind === 'member' && caller.memberId === memberId
    ? 'signed-out'
    : 'ended-by-manager';
}
