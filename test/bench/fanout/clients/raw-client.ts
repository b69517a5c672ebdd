import type { StatusName } from '../sights.ts';
import { type Dialect, memberNo, readOnce } from './client.ts';
import { RawWebSocket } from './web-socket.ts';

export type RawStatus = { readonly id: string; readonly status: StatusName };

const readStatuses = readOnce((payload): readonly (readonly [number, StatusName])[] => {
  const said = JSON.parse(payload.toString()) as { readonly statuses: readonly RawStatus[] };
  return said.statuses.map(({ id, status }) => [memberNo(id), status]);
});

/** Speaks to `servers/ws-server.ts`. */
export const rawDialect: Dialect = (socket, member, heard) => {
  const connection = new RawWebSocket(socket, `/?member=m${member}`, {
    onOpen: () => undefined,
    onMessage: (payload) => {
      heard.message();
      for (const [no, status] of readStatuses(payload)) heard.status(no, status);
    },
  });
  return {
    receive: (chunk) => connection.receive(chunk),
    choose: (status) => connection.send(status),
  };
};
