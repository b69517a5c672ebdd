import { z } from 'zod';
import { browserName } from '../../../shared/domain/browser-name.ts';
import type { DeviceInfo } from '../../../shared/protocol/schemas.ts';
import { stored } from './page-storage.ts';

/** More tabs than anybody has open at once. */
const MOST_TABS = 50;

type Surroundings = {
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** Undefined where the browser has none. */
  readonly locks: Pick<LockManager, 'request'> | undefined;
  readonly userAgent: string;
  readonly newId: () => string;
  readonly version: string;
};

/**
 * This tab as a device. A browser profile is one device to its member, but two connections of one
 * device take each other's place: so each tab that is open at once has a number of its own, which
 * the next page in its place takes over.
 */
export async function pageDevice(surroundings: Surroundings): Promise<DeviceInfo> {
  const { storage, locks, userAgent, newId, version } = surroundings;
  const profile = stored(
    storage,
    'ampel.profile',
    z.string().regex(/^[A-Za-z0-9]{8,32}$/),
    newId(),
  );
  profile.set(profile.get());
  const tab = locks === undefined ? newId() : await freeTab(locks);
  return { id: `${profile.get()}-${tab}`, name: browserName(userAgent), kind: 'web', version };
}

/** The lowest number that no other tab has; held until the page is gone. */
async function freeTab(locks: Pick<LockManager, 'request'>): Promise<string> {
  for (let tab = 1; tab < MOST_TABS; tab += 1) {
    if (await hold(locks, `ampel.tab.${tab}`)) return String(tab);
  }
  return String(MOST_TABS);
}

function hold(locks: Pick<LockManager, 'request'>, name: string): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const ended = locks.request(name, { ifAvailable: true }, (lock) => {
    resolve(lock !== null);
    return lock === null ? undefined : new Promise<never>(() => undefined);
  });
  ended.catch(reject);
  return promise;
}
