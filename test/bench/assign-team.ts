import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { io, type Socket } from 'socket.io-client';
import { Devices } from '../../src/server/accounts/devices.ts';
import { Assignment } from '../../src/server/assignment/assignment.ts';
import type { TeamAssignment } from '../../src/server/assignment/team-assignment.ts';
import { Gateway } from '../../src/server/gateway/gateway.ts';
import { createSocketWire } from '../../src/server/gateway/socket-wire.ts';
import { MemoryLog } from '../../src/server/log/memory-log.ts';
import { Metrics } from '../../src/server/metrics.ts';
import { Presence } from '../../src/server/presence/presence.ts';
import type { Store } from '../../src/server/store/store.ts';
import { systemClock } from '../../src/server/system-clock.ts';
import { hashToken } from '../../src/server/tokens/token.ts';
import type { ContactEvent } from '../../src/shared/protocol/contact-schemas.ts';
import { storeMember, storeTeam, storeToken } from '../support/stored-team.ts';

/** A team whose members are all connected, served as `createApp` serves it. */
export type ServedTeam = {
  readonly contacts: TeamAssignment;
  readonly sockets: readonly Socket[];
  close(): Promise<void>;
};

/**
 * Serves a team of so many Online agents with so much capacity each from an empty store; each of
 * them hears of their contacts through a connection of their own.
 */
export async function serveTeam(
  store: Store,
  { members, capacity }: { readonly members: number; readonly capacity: number },
  onContact: (socket: Socket, event: ContactEvent) => void,
): Promise<ServedTeam> {
  await storeTeam(store);
  const tokens: string[] = [];
  for (let no = 0; no < members; no += 1) {
    const memberId = `member-${no}`;
    const token = `ampel_bench-${no}`;
    await storeMember(store, {
      memberId,
      teamId: 'team',
      email: `${memberId}@example.com`,
      name: memberId,
      role: 'agent',
      createdAt: 0,
    });
    await storeToken(store, {
      memberId,
      tokenHash: hashToken(token),
      deviceName: 'laptop',
      createdAt: 0,
    });
    await store.change('team', (tx) => tx.members.change(memberId, { capacity }));
    tokens.push(token);
  }

  const http = createServer();
  const { log: logger } = Fastify({ logger: { level: 'warn' } });
  const clock = systemClock;
  const log = new MemoryLog('bench');
  const wire = createSocketWire(http, { trustProxy: false, isTls: false, publicUrl: null });
  let count = 0;
  const presence = new Presence({
    store,
    log,
    clock,
    logger,
    onTeam: (teamId) => {
      gateway.feed(teamId);
      assignment.open(teamId);
    },
    onSettings: (teamId) => assignment.teamChanged(teamId),
    onReload: (teamId) => assignment.teamChanged(teamId),
  });
  const assignment: Assignment = new Assignment({
    store,
    presence,
    log,
    clock,
    ids: () => {
      count += 1;
      return `contact-${count}`;
    },
    logger,
    audience: {
      tellContact: (memberIds, event) => gateway.tellContact(memberIds, event),
      tellQueue: (teamId, queue) => gateway.tellQueue(teamId, queue),
    },
  });
  const gateway = new Gateway({
    wire,
    presence,
    assignment,
    devices: new Devices({ store, clock, ids: () => crypto.randomUUID(), teams: presence }),
    store,
    log,
    clock,
    logger,
    metrics: new Metrics(),
  });
  await presence.start();
  const { promise: listening, resolve } = Promise.withResolvers<void>();
  http.listen(0, '127.0.0.1', resolve);
  await listening;
  const { port } = http.address() as AddressInfo;

  const sockets: Socket[] = [];
  // One after the other, so that it is no storm that is measured.
  for (const [no, token] of tokens.entries()) {
    sockets.push(await connect(`http://127.0.0.1:${port}`, token, no, onContact));
  }
  return {
    contacts: assignment.team('team'),
    sockets,
    async close() {
      for (const socket of sockets) socket.disconnect();
      gateway.close();
      await new Promise((closed) => http.close(closed));
      await assignment.close();
      await presence.close();
    },
  };
}

async function connect(
  url: string,
  token: string,
  no: number,
  onContact: (socket: Socket, event: ContactEvent) => void,
): Promise<Socket> {
  const socket = io(url, {
    transports: ['websocket'],
    forceNew: true,
    auth: {
      protocol: 1,
      token,
      device: { id: `bench-device-${no}`, name: 'Bench', kind: 'desktop', version: '1' },
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
