/**
 * Unpacks an app archive, because Node cannot read from inside one as Electron's Node does. An
 * archive is a header with the tree of files, and then the files' bytes one after the other.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

interface Entry {
  /** Present in folders. */
  readonly files?: Readonly<Record<string, Entry>>;
  /** Where the bytes begin, after the header. */
  readonly offset?: string;
  readonly size?: number;
  readonly executable?: boolean;
  /** Whether the file lies in the folder `<archive>.unpacked`. */
  readonly unpacked?: boolean;
  /** The target of a symbolic link, from the archive's root. */
  readonly link?: string;
}

const SIZES_BYTES = 16;
const EXECUTABLE = 0o755;
const PLAIN = 0o644;

/** @returns a new folder, private to this process, with the archive's files and those beside it. */
export function unpackAsar(archive: string): string {
  const bytes = fs.readFileSync(archive);
  // Four numbers: two of the outer and inner size of the header, and the length of its text.
  const bodyStart = 8 + bytes.readUInt32LE(4);
  const headerText = bytes.toString('utf8', SIZES_BYTES, SIZES_BYTES + bytes.readUInt32LE(12));
  const root = JSON.parse(headerText) as Entry;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'electron-host-app-'));

  function unpack(entry: Entry, name: string): void {
    const target = path.join(folder, name);
    if (entry.files) {
      fs.mkdirSync(target, { recursive: true });
      for (const [child, childEntry] of Object.entries(entry.files)) {
        unpack(childEntry, path.join(name, child));
      }
    } else if (entry.link !== undefined) {
      fs.symlinkSync(path.join(folder, entry.link), target);
    } else if (entry.unpacked) {
      fs.copyFileSync(path.join(`${archive}.unpacked`, name), target);
    } else {
      const start = bodyStart + Number(entry.offset);
      const mode = entry.executable ? EXECUTABLE : PLAIN;
      fs.writeFileSync(target, bytes.subarray(start, start + (entry.size ?? 0)), { mode });
    }
  }

  unpack(root, '');
  return folder;
}
