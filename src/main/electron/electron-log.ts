import path from 'node:path';
import log from 'electron-log/node.js';
import type { Log } from '../ports.ts';

/** Writes to a rotating file in `folder` and to the terminal. */
export function openLog(folder: string): Log {
  log.transports.file.resolvePathFn = () => path.join(folder, 'ampel.log');
  log.transports.file.level = 'info';
  log.transports.console.level = 'warn';
  return {
    info: (message) => log.info(message),
    warn: (message) => log.warn(message),
    error: (message, error) => log.error(message, error),
  };
}
