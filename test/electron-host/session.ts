/** `session`: permission handlers; requests, cookies and protocols are not built. */
import { EventEmitter } from 'node:events';
import type { Session, WebContents } from 'electron';
import { notBuiltModule, throwForMissing, throwForMissingMembers } from './not-built.ts';

type RequestHandler = Parameters<Session['setPermissionRequestHandler']>[0];
type CheckHandler = Parameters<Session['setPermissionCheckHandler']>[0];

/** Electron's name and Chromium's name of what a page can ask for. */
const PERMISSIONS = [
  ['notifications', 'notifications'],
  ['geolocation', 'geolocation'],
  ['media', 'camera'],
  ['media', 'microphone'],
  ['midi', 'midi'],
  ['idle-detection', 'idle-detection'],
  ['clipboard-read', 'clipboard-read'],
] as const;

export class HostSession extends EventEmitter {
  readonly webRequest = notBuiltModule('session.webRequest');
  readonly protocol = notBuiltModule('session.protocol');
  readonly cookies = notBuiltModule('session.cookies');
  #requestHandler: RequestHandler = null;
  #checkHandler: CheckHandler = null;

  setPermissionRequestHandler(handler: RequestHandler): void {
    this.#requestHandler = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler): void {
    this.#checkHandler = handler;
  }

  /**
   * What a page may do. The protocol cannot stop Chromium at the moment a page asks, so the
   * handlers are asked for each permission when the page has been entered. Without a handler
   * everything is granted, as in Electron.
   */
  async decidePermissions(
    contents: WebContents,
    url: string,
  ): Promise<{ name: string; granted: boolean }[]> {
    return Promise.all(
      PERMISSIONS.map(async ([permission, name]) => ({
        name,
        granted:
          this.#check(contents, permission, url) &&
          (await this.#request(contents, permission, url)),
      })),
    );
  }

  #check(contents: WebContents, permission: string, url: string): boolean {
    if (!this.#checkHandler) return true;
    const details = { isMainFrame: true, requestingUrl: url };
    return this.#checkHandler(contents, permission as never, originOf(url), details);
  }

  #request(contents: WebContents, permission: string, url: string): boolean | Promise<boolean> {
    const handler = this.#requestHandler;
    if (!handler) return true;
    const details = { isMainFrame: true, requestingUrl: url };
    return new Promise((resolve) => handler(contents, permission as never, resolve, details));
  }
}
throwForMissingMembers('session', HostSession);

function originOf(url: string): string {
  return URL.canParse(url) ? new URL(url).origin : '';
}

const partitions = new Map<string, HostSession>();

/** A session of its own for each name; what a request is made with, since nothing else uses it. */
function fromPartition(partition: string): HostSession {
  const known = partitions.get(partition) ?? new HostSession();
  partitions.set(partition, known);
  return known;
}

export const session = throwForMissing('session', {
  defaultSession: new HostSession(),
  fromPartition,
});
