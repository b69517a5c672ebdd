import { PROTOCOL_VERSION } from '../../../../src/shared/protocol/limits.ts';
import type { Delta, Welcome } from '../../../../src/shared/protocol/schemas.ts';
import type { StatusName } from '../sights.ts';
import { type Dialect, memberNo, readOnce } from './client.ts';
import { RawSocketIo } from './socket-io.ts';

type Said = readonly ['welcome', Welcome] | readonly ['delta', Delta];
type Status = readonly [number, StatusName];

const WELCOME = Buffer.from('["welcome"');
const DELTA = Buffer.from('["delta"');

const readDelta = readOnce((payload): readonly Status[] => {
  const [, delta] = JSON.parse(payload.toString()) as readonly ['delta', Delta];
  return statusesOf(delta);
});

/** Speaks to the team server as the app does. */
export const ampelDialect: Dialect = (socket, member, heard, token) => {
  const auth = {
    protocol: PROTOCOL_VERSION,
    token,
    device: { id: `device-of-m${member}`, name: 'Bench', kind: 'desktop', version: '1' },
    activity: { seq: 0, idleMs: 0, locked: false, source: 'system' },
  };
  const connection = new RawSocketIo(socket, auth, {
    onConnected: () => undefined,
    onEvent: (payload) => {
      heard.message();
      if (startsWith(payload, DELTA)) {
        for (const [no, status] of readDelta(payload)) heard.status(no, status);
        return;
      }
      if (!startsWith(payload, WELCOME)) return;
      for (const [no, status] of statusesOfWelcome(payload)) heard.status(no, status);
    },
  });
  return {
    receive: (chunk) => connection.receive(chunk),
    choose: (choice) => connection.emit('choose', { choice, ageMs: 0 }),
  };
};

function statusesOfWelcome(payload: Buffer): readonly Status[] {
  const said = JSON.parse(payload.toString()) as Said;
  if (said[0] !== 'welcome') return [];
  const { snapshot, deltas } = said[1];
  return [
    ...(snapshot?.statuses ?? []).map(
      ({ memberId, status }): Status => [memberNo(memberId), status],
    ),
    ...(deltas ?? []).flatMap(statusesOf),
  ];
}

function statusesOf({ changes }: Delta): readonly Status[] {
  return changes.flatMap((change): readonly Status[] =>
    change.kind === 'status' ? [[memberNo(change.memberId), change.status]] : [],
  );
}

function startsWith(payload: Buffer, start: Buffer): boolean {
  return (
    payload.length >= start.length && payload.compare(start, 0, start.length, 0, start.length) === 0
  );
}
