import { PROTOCOL_VERSION } from '../../../../src/shared/protocol/limits.ts';
import {
  type PackedStatuses,
  unpackStatuses,
} from '../../../../src/shared/protocol/packed-statuses.ts';
import type { PackedDelta, PackedWelcome } from '../../../../src/shared/protocol/schemas.ts';
import type { StatusName } from '../sights.ts';
import { type Dialect, readOnce } from './client.ts';
import { RawSocketIo } from './socket-io.ts';

type Status = readonly [number, StatusName];

const WELCOME = Buffer.from('["welcome"');
const DELTA = Buffer.from('["delta"');

const readDelta = readOnce((payload): readonly Status[] => {
  const [, delta] = JSON.parse(payload.toString()) as readonly ['delta', PackedDelta];
  return statusesOf(delta);
});

/** Speaks to the team server as the app does. */
export const ampelDialect: Dialect = (socket, member, heard, credentials) => {
  const auth = {
    protocol: PROTOCOL_VERSION,
    device: { id: `device-of-m${member}`, name: 'Bench', kind: 'desktop', version: '1' },
    activity: { seq: 0, idleMs: 0, locked: false, source: 'system' },
    ...credentials,
  };
  const connection = new RawSocketIo(socket, auth, {
    onConnected: () => undefined,
    onEvent: (payload) => {
      heard.message();
      if (startsWith(payload, DELTA)) {
        for (const [no, status] of readDelta(payload)) heard.status(no, status);
      } else if (startsWith(payload, WELCOME)) {
        const [, welcome] = JSON.parse(payload.toString()) as readonly ['welcome', PackedWelcome];
        heard.welcome(welcome);
        const { snapshot, deltas = [] } = welcome;
        const parts = [...(snapshot === undefined ? [] : [snapshot]), ...deltas];
        // Shown when all of it is known: a snapshot may be older than the deltas after it.
        const shown = new Map(parts.flatMap(statusesOf));
        for (const [no, status] of shown) heard.status(no, status);
      }
    },
  });
  return {
    receive: (chunk) => connection.receive(chunk),
    choose: (choice) => connection.emit('choose', { choice, ageMs: 0 }),
  };
};

/** Seats are counted from 1, in the order in which the bench's members were added. */
function statusesOf(packed: PackedStatuses): readonly Status[] {
  return unpackStatuses(packed).map(({ seat, status }) => [seat - 1, status]);
}

function startsWith(payload: Buffer, start: Buffer): boolean {
  return (
    payload.length >= start.length && payload.compare(start, 0, start.length, 0, start.length) === 0
  );
}
