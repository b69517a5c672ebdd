import path from 'node:path';
import log from 'electron-log/node.js';
import type { Log } from '../ports.ts';

/** Where {@link openLog} writes in `folder`. */
export function logFile(folder: string): string {
  return path.join(folder, 'ampel.log');
}

/** Writes to a rotating file in `folder` and to the terminal. */
export function openLog(folder: string): Log {
  log.transports.file.resolvePathFn = () => logFile(folder);
  log.transports.file.level = 'info';
  log.transports.console.level = 'warn';
  return {
    info: (message) => log.info(message),
    warn: (message) => log.warn(message),
    error: (message, error) => log.error(message, error),
  };
}
