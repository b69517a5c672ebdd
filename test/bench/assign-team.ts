import { io, type Socket } from 'socket.io-client';
import type { Store } from '../../src/server/store/store.ts';
import { hashToken } from '../../src/server/tokens/token.ts';
import type { ContactEvent } from '../../src/shared/protocol/contact-schemas.ts';
import { storeMemberWithToken, storeTeam } from '../support/stored-team.ts';

/** The key of the integration that puts contacts in. */
export const SHOP_KEY = 'ampelk_bench';

type Member = { readonly memberId: string; readonly token: string };

/** Puts a team of so many agents into an empty store, and a shop. */
export async function storeBenchTeam(store: Store, members: number): Promise<readonly Member[]> {
  await storeTeam(store);
  await store.change('team', (tx) =>
    tx.integrations.add(
      {
        integrationId: 'shop',
        teamId: 'team',
        name: 'Shop',
        scopes: ['contacts'],
        createdBy: null,
        createdAt: 0,
        lastUsedAt: null,
      },
      hashToken(SHOP_KEY),
    ),
  );
  const stored: Member[] = [];
  for (let no = 0; no < members; no += 1) {
    const memberId = `member-${no}`;
    const token = `ampel_bench-${no}`;
    await storeMemberWithToken(store, { memberId, role: 'agent', token });
    stored.push({ memberId, token });
  }
  return stored;
}

/** Connects a member's device, which hears of their contacts. */
export async function connectMember(
  url: string,
  { memberId, token }: Member,
  onContact: (socket: Socket, event: ContactEvent) => void,
): Promise<Socket> {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    auth: {
      protocol: 1,
      token,
      device: { id: `device-of-${memberId}`, name: 'Bench', kind: 'desktop', version: '1' },
      activity: { seq: 0, idleMs: 0, locked: false, source: 'system' },
    },
  });
  socket.on('contact', (event: ContactEvent) => onContact(socket, event));
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once('welcome', () => resolve());
  socket.once('connect_error', reject);
  await promise;
  return socket;
}
