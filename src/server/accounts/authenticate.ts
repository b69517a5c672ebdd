import type { Caller } from '../commands/caller.ts';
import type { Store } from '../store/store.ts';
import { hashToken, isIntegrationKey } from '../tokens/token.ts';

/** Whom a token or an integration's key speaks for; null where it is unknown or void. */
export async function authenticate(
  store: Store,
  token: string,
  now: number,
): Promise<Caller | null> {
  const hash = hashToken(token);
  if (isIntegrationKey(token)) {
    const integration = await store.read.integrations.findByKey(hash);
    if (integration === null) return null;
    await store.touchIntegration(hash, now);
    const { teamId, integrationId, name, scopes } = integration;
    return { kind: 'integration', teamId, integrationId, name, scopes };
  }
  const owner = await store.tokenOwner(hash);
  if (owner === null) return null;
  const member = await store.read.members.find(owner.memberId);
  if (member === null) return null;
  await store.touchToken(hash, now);
  const { tokenId, kind, deviceName } = owner;
  const { teamId, memberId, name, role } = member;
  return { kind: 'member', teamId, memberId, name, role, token: { tokenId, kind, deviceName } };
}
