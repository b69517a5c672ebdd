import { openAdmin } from '../../src/server/app.ts';
import type { ServerProcess } from './server-process.ts';

const FIRST = [
  'Amara',
  'Björn',
  'Chloé',
  'Deniz',
  'Elif',
  'Fatima',
  'Goran',
  'Hanna',
  'Ines',
  'Jonas',
];
const LAST = [
  'Abel',
  'Brandt',
  'Costa',
  'Dubois',
  'Eriksen',
  'Fuchs',
  'Gruber',
  'Horvat',
  'Ito',
  'Jansen',
];

/** What the names of such a team are made of. */
export const MANY_NAMES: readonly string[] = [...FIRST, ...LAST];

/** Adds so many agents to a team while its server stands still; answers them in name order. */
export async function addManyMembers(
  server: ServerProcess,
  count: number,
): Promise<readonly { readonly memberId: string; readonly name: string }[]> {
  await server.stop();
  const { dataFolder } = server;
  const { admin, close } = await openAdmin({ dataFolder, databaseUrl: null });
  const added: { memberId: string; name: string }[] = [];
  try {
    for (let index = 0; index < count; index += 1) {
      const number = String(index).padStart(4, '0');
      const name = `${FIRST[index % 10]} ${LAST[Math.floor(index / 10) % 10]} ${number}`;
      added.push(await admin.addMember({ email: `m${number}@example.com`, name, role: 'agent' }));
    }
  } finally {
    await close();
  }
  await server.run();
  return added.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}
