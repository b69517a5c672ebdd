/**
 * Electron's fuses: bytes in the executable that electron-builder and `@electron/fuses` flip after
 * packing. In a packed host they are the last bytes of the launcher script.
 */
import { readFileSync } from 'node:fs';

/** The mark by which `@electron/fuses` finds the wire. */
export const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';

/** Electron's own defaults, in the order of `FuseV1Options`. */
export const DEFAULT_FUSES = '101100011';

const WIRE_VERSION = 1;
const HEADER_BYTES = 2;

/** Sentinel, version, length and one byte per fuse, as they stand in the executable. */
export function fuseWire(fuses: string = DEFAULT_FUSES): Buffer {
  return Buffer.concat([
    Buffer.from(FUSE_SENTINEL),
    Buffer.from([WIRE_VERSION, fuses.length]),
    Buffer.from(fuses),
  ]);
}

export interface Fuses {
  readonly nodeCliInspect: boolean;
  readonly onlyLoadAppFromAsar: boolean;
}

/** Reads the fuses that the host honours. `RunAsNode` is read by the launcher itself. */
export function readFuses(executable: string): Fuses {
  const bytes = readFileSync(executable);
  const at = bytes.indexOf(FUSE_SENTINEL);
  const wire =
    at < 0 ? DEFAULT_FUSES : bytes.toString('latin1', at + FUSE_SENTINEL.length + HEADER_BYTES);
  return { nodeCliInspect: wire[3] === '1', onlyLoadAppFromAsar: wire[5] === '1' };
}
