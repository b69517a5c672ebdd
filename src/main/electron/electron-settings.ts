import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import Store from 'electron-store';
import type { SettingsTrouble } from '../../shared/bridge/view.ts';
import type { Log, SettingsFile } from '../ports.ts';
import type { LocalSettings } from '../settings/local-settings.ts';
import { newSettings, type ReadSettings, readSettings } from '../settings/settings-file.ts';

/**
 * Opens this installation's settings file. One that is not as this Ampel writes it is kept aside
 * under another name and told of, and the app starts with what could be read of it.
 */
export function openSettings(folder: string, log: Log): SettingsFile {
  const file = path.join(folder, 'settings.json');
  const listeners = new Set<() => void>();
  const found = findSettings(file, log);
  let trouble: SettingsTrouble | null = null;
  let current = found.settings;
  let store: Store<LocalSettings> | null = null;
  /** What must not be written over, because it could not be kept aside. */
  let blockedBy: unknown = null;

  function tell(next: SettingsTrouble | null): void {
    trouble = next;
    for (const listener of listeners) listener();
  }

  function write(): void {
    try {
      if (blockedBy !== null) throw blockedBy;
      store ??= new Store<LocalSettings>({ name: 'settings', cwd: folder });
      store.store = current;
      if (trouble?.kind === 'unsaved') tell(null);
    } catch (error) {
      log.error('the settings could not be written', error);
      if (trouble?.kind !== 'unsaved') tell({ kind: 'unsaved', file, detail: String(error) });
    }
  }

  if (found.kind === 'damaged' || found.kind === 'newer') {
    try {
      const keptAs = keepAside(file, found.kind);
      log.warn(`the settings file is ${found.kind}; it is kept as ${keptAs}`);
      trouble = { kind: found.kind, keptAs };
    } catch (error) {
      log.error(`the settings file is ${found.kind} and cannot be kept aside`, error);
      blockedBy = error;
    }
  }
  write();
  return {
    get: () => current,
    update: (change) => {
      current = { ...current, ...change };
      write();
    },
    trouble: () => trouble,
    forgetTrouble: () => tell(null),
    onTrouble: (listener) => {
      listeners.add(listener);
    },
  };
}

/** What the file holds; `new` where there is none. */
function findSettings(
  file: string,
  log: Log,
): ReadSettings | { kind: 'new'; settings: LocalSettings } {
  try {
    return readSettings(readFileSync(file, 'utf8'), randomUUID);
  } catch (error) {
    const settings = newSettings(randomUUID);
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { kind: 'new', settings };
    }
    log.error('the settings file cannot be read', error);
    return { kind: 'damaged', settings };
  }
}

function keepAside(file: string, kind: 'damaged' | 'newer'): string {
  const word = kind === 'damaged' ? 'unreadable' : 'newer';
  const aside = file.replace(/\.json$/, `.${word}-${Date.now()}.json`);
  renameSync(file, aside);
  return aside;
}
