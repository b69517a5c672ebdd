import type { Answered } from '../commands/socket-commands.ts';
import type { DeviceName } from '../presence/member-state.ts';
import type { Beginning } from '../presence/session.ts';
import type { TokenOwner } from '../store/accounts.ts';

/** A connection, as the gateway that holds it introduces it. */
export type Introduction = Beginning & {
  /** Nobody has it twice. */
  readonly sessionId: string;
  readonly owner: TokenOwner;
  readonly tokenHash: string;
  readonly device: DeviceName;
};

/** Something that was asked for over a connection; nothing of it has been read yet. */
export type Asked = {
  readonly sessionId: string;
  readonly event: string;
  readonly payloads: readonly unknown[];
};

/**
 * Whoever decides for all teams, in this process or another: gateways only carry. What comes of it
 * is told through the log.
 */
export interface Lead {
  /** Takes up a session. @throws Refusal where it cannot be */
  connect(introduction: Introduction): Promise<void>;
  /** Does what is asked for, or refuses; never fails. */
  command(asked: Asked): Promise<Answered>;
  /** The connection is gone, however that came about. @throws Refusal `unavailable` */
  disconnected(sessionId: string): Promise<void>;
  /** Calls whenever somebody leads who knows no session yet. */
  onNew(listener: () => void): void;
}
