import { randomUUID } from 'node:crypto';
import { renameSync } from 'node:fs';
import path from 'node:path';
import Store from 'electron-store';
import type { Log, SettingsStore } from '../ports.ts';
import { type LocalSettings, localSettingsSchema } from '../settings/local-settings.ts';

/**
 * Opens this installation's settings file. One that cannot be read is kept aside under another
 * name and said in the log, and the app starts with defaults.
 */
export function openSettings(folder: string, log: Log): SettingsStore {
  const file = path.join(folder, 'settings.json');
  let store = openStore(folder);
  let parsed = store === null ? null : parse(store);
  if (store === null || parsed === null) {
    const aside = path.join(folder, `settings.unreadable-${Date.now()}.json`);
    renameSync(file, aside);
    log.warn(`the settings file cannot be read; it is kept as ${path.basename(aside)}`);
    store = new Store<LocalSettings>({ name: 'settings', cwd: folder });
    parsed = localSettingsSchema.parse({ deviceId: randomUUID() });
  }
  store.store = parsed;
  const opened = store;
  let current = parsed;
  return {
    get: () => current,
    update: (change) => {
      current = { ...current, ...change };
      opened.store = current;
    },
  };
}

function openStore(folder: string): Store<LocalSettings> | null {
  try {
    return new Store<LocalSettings>({ name: 'settings', cwd: folder });
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** What the file says, completed with defaults; null where it is of another kind. */
function parse(store: Store<LocalSettings>): LocalSettings | null {
  const isNew = store.size === 0;
  const result = localSettingsSchema.safeParse(
    isNew ? { deviceId: randomUUID() } : { ...store.store },
  );
  return result.success ? result.data : null;
}
