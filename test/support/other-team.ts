import { openAdmin } from '../../src/server/app.ts';

/** Adds a team to a server that has another one; answers the token of its owner, Eve. */
export async function addOtherTeam(dataFolder: string): Promise<string> {
  const { admin, close } = await openAdmin({ dataFolder, databaseUrl: null });
  try {
    const { member } = await admin.createTeam({ name: 'Other', ownerEmail: 'eve@example.org' });
    return await admin.issueToken(member.email, 'laptop');
  } finally {
    await close();
  }
}
