import type { Store } from '../../../../src/server/store/store.ts';
import { hashToken } from '../../../../src/server/tokens/token.ts';
import { storeTeam } from '../../../support/stored-team.ts';

/** Puts a team into an empty store; answers the members' tokens, in the order of their seats. */
export async function storeBenchTeam(store: Store, count: number): Promise<readonly string[]> {
  await store.prepare();
  await storeTeam(store);
  const tokens = Array.from({ length: count }, (_, no) => `ampel_bench-${no}`);
  await store.change('team', async (tx) => {
    for (const [no, token] of tokens.entries()) {
      const memberId = `m${no}`;
      await tx.members.add({
        memberId,
        teamId: 'team',
        email: `${memberId}@example.com`,
        name: `Member ${no}`,
        role: 'agent',
        createdAt: 0,
      });
      await tx.tokens.issue({
        tokenId: `token-${no}`,
        memberId,
        tokenHash: hashToken(token),
        deviceName: 'Bench',
        kind: 'desktop',
        deviceId: null,
        createdAt: 0,
      });
    }
  });
  return tokens;
}
