import type { StatusName } from '../sights.ts';
import { type Dialect, memberNo, readOnce } from './client.ts';
import { RawSocketIo } from './socket-io.ts';

type Said =
  | readonly ['status', { readonly id: string; readonly status: StatusName }]
  | readonly ['statuses', Readonly<Record<string, StatusName>>];

const readStatuses = readOnce((payload): readonly (readonly [number, StatusName])[] => {
  const said = JSON.parse(payload.toString()) as Said;
  return said[0] === 'status'
    ? [[memberNo(said[1].id), said[1].status]]
    : Object.entries(said[1]).map(([id, status]) => [memberNo(id), status]);
});

/** Speaks to `servers/socket-io-server.ts`. */
export const socketIoDialect: Dialect = (socket, member, heard) => {
  const connection = new RawSocketIo(
    socket,
    { member: `m${member}` },
    {
      onConnected: () => undefined,
      onEvent: (payload) => {
        heard.message();
        for (const [no, status] of readStatuses(payload)) heard.status(no, status);
      },
    },
  );
  return {
    receive: (chunk) => connection.receive(chunk),
    choose: (status) => connection.emit('choose', { status }),
  };
};
