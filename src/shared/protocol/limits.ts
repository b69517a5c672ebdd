/** The wire protocol's version, exchanged in the handshake. */
export const PROTOCOL_VERSION = 1;

/** Largest message the server reads, in bytes (TR2). */
export const MAX_MESSAGE_BYTES = 16 * 1024;

/** Engine.IO heartbeat in milliseconds: a silent connection is noticed within 15 s (PR7). */
export const HEARTBEAT = { pingInterval: 10_000, pingTimeout: 5_000 } as const;
