import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { type ControlFile, controlFileSchema } from './protocol.ts';

/** Longest path a Unix socket can have on all systems, in bytes (macOS: 104 with its end). */
const MAX_SOCKET_PATH = 103;

const SOCKET_NAME = 'control.sock';
/** Begins the name of a private folder outside of the profile. */
const FOLDER_PREFIX = 'ampel-control-';

/** Where a server can listen, and how to leave no trace of it. */
export type ControlPlace = { readonly address: string; readonly remove: () => void };

export function controlFilePath(profile: string): string {
  return path.join(profile, 'control.json');
}

/** What the running app left in its profile folder, or null where it does not run. */
export function readControlFile(profile: string): ControlFile | null {
  try {
    const text = readFileSync(controlFilePath(profile), 'utf8');
    return controlFileSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    // Not there, not ours or not whole: in each case there is no app that could be asked.
    return null;
  }
}

/** Written whole or not at all, and readable for its user only. */
export function writeControlFile(profile: string, content: ControlFile): void {
  const file = controlFilePath(profile);
  const fresh = `${file}.${randomBytes(8).toString('hex')}`;
  // `wx`: nobody has laid something out there for the key to be written into.
  writeFileSync(fresh, `${JSON.stringify(content)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(fresh, file);
}

/** Removes what an instance left that could not clean up. To be called by the only instance. */
export function removeStale(profile: string): void {
  const left = readControlFile(profile);
  rmSync(controlFilePath(profile), { force: true });
  if (left === null || process.platform === 'win32') return;
  const folder = path.dirname(left.address);
  // Only what has our name in it: the file could say anything.
  if (path.basename(left.address) !== SOCKET_NAME) return;
  if (!path.basename(folder).startsWith(FOLDER_PREFIX) || !isPrivate(folder)) return;
  rmSync(folder, { recursive: true, force: true });
}

/**
 * The places to try, the best first: each is made when it is its turn, and null where it cannot be.
 *
 * @param runtimeFolder the system's folder for sockets of this user, or null
 */
export function controlPlaces(
  profile: string,
  runtimeFolder: string | null,
): readonly (() => ControlPlace | null)[] {
  if (process.platform === 'win32') {
    // A name that nobody can guess, and take before us.
    const address = `\\\\.\\pipe\\ampel-${randomBytes(16).toString('hex')}`;
    return [() => ({ address, remove: () => undefined })];
  }
  const outside = [runtimeFolder, tmpdir()].filter((folder) => folder !== null);
  return [
    () => placeIn(ownFolder(path.join(profile, 'control'))),
    ...outside.map((folder) => () => placeIn(freshFolder(folder))),
  ];
}

function placeIn(folder: string | null): ControlPlace | null {
  if (folder === null) return null;
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const address = path.join(folder, SOCKET_NAME);
  if (Buffer.byteLength(address) > MAX_SOCKET_PATH) {
    remove();
    return null;
  }
  rmSync(address, { force: true });
  return { address, remove };
}

/** A folder that is there from an earlier run, or is made now. */
function ownFolder(folder: string): string | null {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (!lstatSync(folder).isDirectory()) return null;
  chmodSync(folder, 0o700);
  return isPrivate(folder) ? folder : null;
}

/** A folder with a name that nobody can guess; `mkdtemp` makes it private. */
function freshFolder(parent: string): string | null {
  try {
    return mkdtempSync(path.join(parent, FOLDER_PREFIX));
  } catch {
    // The next place is tried; that there is none is said by whoever tries them.
    return null;
  }
}

/** Whether it is a folder of this user that nobody else can enter. */
function isPrivate(folder: string): boolean {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  if (found === undefined || !found.isDirectory()) return false;
  return found.uid === process.getuid?.() && (found.mode & 0o077) === 0;
}
