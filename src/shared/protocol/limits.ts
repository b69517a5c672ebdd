/** The wire protocol's version, exchanged in the handshake. */
export const PROTOCOL_VERSION = 1;

/** Largest message the server reads, in bytes (TR2). */
export const MAX_MESSAGE_BYTES = 16 * 1024;

/** Largest body of an HTTP request that the server reads, in bytes (TR2). */
export const MAX_BODY_BYTES = 64 * 1024;

/** Engine.IO heartbeat in milliseconds: a silent connection is noticed within 15 s (PR7). */
export const HEARTBEAT = { pingInterval: 10_000, pingTimeout: 5_000 } as const;

/** How often something may happen (TR2): so many times at once, and so many a second in the long run. */
export type Rate = { readonly burst: number; readonly perSecond: number };

/** Commands of one connection. An app at work sends fewer than one a second. */
export const COMMAND_RATE: Rate = { burst: 100, perSecond: 10 };

/** Attempts to prove who one is that failed, from one address. */
export const ADDRESS_ATTEMPT_RATE: Rate = { burst: 30, perSecond: 1 / 30 };

/** The same for one account, from wherever they come. */
export const ACCOUNT_ATTEMPT_RATE: Rate = { burst: 10, perSecond: 1 / 60 };

/** Devices of one member that are connected at the same time. */
export const MAX_MEMBER_SESSIONS = 20;

/** Connections from one address of another computer at the same time; an office may share one. */
export const MAX_ADDRESS_CONNECTIONS = 1_000;
