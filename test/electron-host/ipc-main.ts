/** `ipcMain`, and the same per page as `webContents.ipc`. */
import { EventEmitter } from 'node:events';
import type { IpcMainInvokeEvent } from 'electron';
import { throwForMissingMembers } from './not-built.ts';

// biome-ignore lint/suspicious/noExplicitAny: the arguments are the app's own
type Handler = (event: IpcMainInvokeEvent, ...args: any[]) => unknown;

export class HostIpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  constructor() {
    super();
    // A channel may be called `error`; without a listener an EventEmitter would throw.
    this.on('error', () => {});
  }

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) {
      throw new Error(`Attempted to register a second handler for '${channel}'`);
    }
    this.#handlers.set(channel, handler);
  }

  handleOnce(channel: string, handler: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return handler(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  handlerFor(channel: string): Handler | undefined {
    return this.#handlers.get(channel);
  }
}
throwForMissingMembers('ipcMain', HostIpcMain);

export const ipcMain = new HostIpcMain();
