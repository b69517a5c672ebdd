import type { Answer, ServerToClientEvents } from '../../shared/protocol/events.ts';

type EventName = keyof ServerToClientEvents;
type Payload<E extends EventName> = Parameters<ServerToClientEvents[E]>[0];

/** One client's line to this server. */
export type Peer = {
  tell<E extends EventName>(event: E, payload: Payload<E>): void;
  /**
   * From now on it is told what its team is told. Where it reads too slowly it is left out, and
   * `onCaughtUp` is called when it reads again.
   */
  joinTeam(teamId: string, onCaughtUp: () => void): void;
  /** Ends the line for good: an ordinary client does not come back by itself. */
  dismiss(): void;
  /** Ends the line as losing it would: a client comes back by itself. */
  drop(): void;
};

export type Answered = {
  readonly answer: Answer<object>;
  /** Whether the line ends with this answer. */
  readonly isLast: boolean;
};

/** What the server does with a line. */
export type PeerHandler = {
  /** Something was asked that waits for an answer; never fails. */
  onCommand(event: string, payloads: readonly unknown[]): Promise<Answered>;
  onClosed(): void;
};

/** Who is let in, and what becomes of them. */
export type Service<Admission> = {
  /**
   * Reads the `auth` of a handshake; `cookieToken` is the token that a browser sends by itself, or
   * null. @throws Error whose `data` goes to the client
   */
  admit(auth: unknown, cookieToken: string | null): Promise<Admission>;
  connect(peer: Peer, admission: Admission): PeerHandler;
};

/** The network as the gateway sees it. */
export type Wire = {
  serve<Admission>(service: Service<Admission>): void;
  /** Tells everyone who joined the team, encoding it once. */
  tellTeam<E extends EventName>(teamId: string, event: E, payload: Payload<E>): void;
  /** Ends every line, as losing it would. */
  close(): void;
};
