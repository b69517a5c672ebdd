import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { NamesStore } from '../../client/names-cache.ts';
import { keptNamesSchema } from '../../shared/protocol/schemas.ts';
import type { Log } from '../ports.ts';

/**
 * Keeps the names of the team in the profile. They can all be had from the server again, so what
 * goes wrong with the file is only worth a line in the log.
 */
export function namesFile(folder: string, log: Log): NamesStore {
  const file = path.join(folder, 'team-names.json');
  const unfinished = `${file}.new`;
  return {
    load: () => {
      try {
        return keptNamesSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null;
      } catch {
        // Not there yet, or not whole.
        return null;
      }
    },
    save: (names) => {
      try {
        writeFileSync(unfinished, JSON.stringify(names), { mode: 0o600 });
        renameSync(unfinished, file);
      } catch (error) {
        log.error('the names of the team could not be kept', error);
      }
    },
    forget: () => {
      try {
        rmSync(unfinished, { force: true });
        rmSync(file, { force: true });
      } catch (error) {
        log.error('the names of the team could not be removed', error);
      }
    },
  };
}
