import { homedir } from 'node:os';
import path from 'node:path';
import log from 'electron-log/node.js';
import { logText } from '../log-text.ts';
import type { Log } from '../ports.ts';

/** A file of this size, in bytes, becomes `ampel.old.log` in place of the one before it. */
const LARGEST_FILE = 512 * 1024;

/** Where {@link openLog} writes in `folder`. */
export function logFile(folder: string): string {
  return path.join(folder, 'ampel.log');
}

/** Writes to a rotating file in `folder`, for its owner only, and to the terminal. */
export function openLog(folder: string): Log {
  const { file, console: terminal } = log.transports;
  file.resolvePathFn = () => logFile(folder);
  file.level = 'info';
  file.maxSize = LARGEST_FILE;
  file.writeOptions = { flag: 'a', mode: 0o600, encoding: 'utf8' };
  terminal.level = 'warn';
  const text = (message: string, error?: unknown): string => logText(message, error, homedir());
  return {
    info: (message) => log.info(text(message)),
    warn: (message) => log.warn(text(message)),
    error: (message, error) => log.error(text(message, error)),
  };
}
