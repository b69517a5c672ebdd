import type { NewMember, StoredMember } from '../../src/server/store/accounts.ts';
import type { Store, Team } from '../../src/server/store/store.ts';
import { hashToken } from '../../src/server/tokens/token.ts';
import type { Role } from '../../src/shared/domain/member.ts';
import type { StandingSettings, TeamSettings } from '../../src/shared/domain/settings.ts';

/** The team that tests put into a store. */
export function storeTeam(store: Store, teamId = 'team', name = 'Support'): Promise<Team> {
  return store.addTeam({ teamId, name, createdAt: 0 }, async ({ team }) => team);
}

export function storeMember(store: Store, member: NewMember): Promise<StoredMember> {
  return store.change(member.teamId, (tx) => tx.members.add(member));
}

/** A token for a device, in place of the one that devices of that name had. */
export function storeToken(
  store: Store,
  token: {
    readonly memberId: string;
    readonly tokenHash: string;
    readonly deviceName: string;
    readonly createdAt: number;
  },
  teamId = 'team',
): Promise<void> {
  return store.change(teamId, async (tx) => {
    await tx.tokens.revokeNamed(token.memberId, token.deviceName);
    await tx.tokens.issue({
      ...token,
      tokenId: `token-${token.tokenHash.slice(0, 40)}`,
      kind: 'desktop',
      deviceId: null,
    });
  });
}

/** A member of the team with a laptop that has this token. */
export async function storeMemberWithToken(
  store: Store,
  {
    memberId,
    role,
    token,
  }: { readonly memberId: string; readonly role: Role; readonly token: string },
): Promise<void> {
  const email = `${memberId}@example.com`;
  const name = memberId;
  await storeMember(store, { memberId, teamId: 'team', email, name, role, createdAt: 0 });
  const tokenHash = hashToken(token);
  await storeToken(store, { memberId, tokenHash, deviceName: 'laptop', createdAt: 0 });
}

export function storeSettings(
  store: Store,
  change: Partial<TeamSettings>,
  by: { readonly memberId: string; readonly at: number },
): Promise<StandingSettings> {
  return store.change('team', (tx) => tx.changeSettings(change, by));
}
