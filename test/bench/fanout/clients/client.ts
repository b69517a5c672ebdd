import type { Socket } from 'node:net';
import type { StatusName } from '../sights.ts';

/** What a client of the bench tells the bench. */
export type Heard = {
  /** A message of the server that is not only about the connection itself. */
  message(): void;
  status(member: number, status: StatusName): void;
  /** What the server has told about itself and the team; for those servers that do. */
  welcome(welcome: object): void;
};

/** A client that does as little as it can. */
export type Client = {
  /** Takes what has come from the server. */
  receive(chunk: Buffer): void;
  /** Says a new status of its member. */
  choose(status: 'online' | 'busy'): void;
};

/** How the clients of one kind of server speak; `member` is the number of whose client it is. */
export type Dialect = (socket: Socket, member: number, heard: Heard, credentials: object) => Client;

/** The member that a name such as `m17` stands for. */
export function memberNo(name: string): number {
  return Number(name.slice(1));
}

/**
 * Reads what goes to many alike only once: as long as the same bytes come, the answer is the one
 * before.
 */
export function readOnce<T>(read: (payload: Buffer) => T): (payload: Buffer) => T {
  let last: { readonly payload: Buffer; readonly value: T } | null = null;
  return (payload) => {
    if (last === null || !last.payload.equals(payload)) {
      last = { payload: Buffer.from(payload), value: read(payload) };
    }
    return last.value;
  };
}
