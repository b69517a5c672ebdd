import type { ClientToServerEvents, ServerToClientEvents } from '../shared/protocol/events.ts';
import type { Handshake } from '../shared/protocol/schemas.ts';

/** What a connection tells its owner; nothing of it has been read yet. */
export type ConnectionEvents = {
  readonly onMessage: (event: keyof ServerToClientEvents, payload: unknown) => void;
  /** An attempt to open it failed; `refusal` is what the server gave as its reason, if it did. */
  readonly onFailed: (message: string, refusal: unknown) => void;
  /** It was open and is not any more, whoever ended it. */
  readonly onClosed: () => void;
};

/** A line to a team server, which can be opened again after it was lost. */
export type Connection = {
  readonly isOpen: boolean;
  /** Tries once; the outcome is a message, `onFailed` or `onClosed`. */
  open(): void;
  close(): void;
  /** Resolves with the server's answer; never where the connection is lost before. */
  request(event: keyof ClientToServerEvents, payload: object): Promise<unknown>;
};

/** Makes a connection that is not open yet. `handshake` is asked at each opening. */
export type Connect = (
  url: string,
  handshake: () => Handshake,
  events: ConnectionEvents,
) => Connection;
