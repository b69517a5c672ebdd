import { PROTOCOL_VERSION } from '../../../src/shared/protocol/limits.ts';

/** What a client of the bench says when it comes. */
export function handshakeOf(name: string, more: object): object {
  return {
    protocol: PROTOCOL_VERSION,
    device: { id: `device-of-${name}`, name: 'Bench', kind: 'desktop', version: '1' },
    activity: { seq: 0, idleMs: 0, locked: false, source: 'system' },
    ...more,
  };
}
