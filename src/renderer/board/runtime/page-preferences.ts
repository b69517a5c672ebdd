import { z } from 'zod';
import { LANGUAGE_SETTINGS } from '../../../shared/bridge/view.ts';
import { type Stored, stored } from './page-storage.ts';

export const pagePreferencesSchema = z.object({ language: z.enum(LANGUAGE_SETTINGS) });
/** What this browser remembers of its member's wishes, signed in or not. */
export type PagePreferences = z.infer<typeof pagePreferencesSchema>;

export function pagePreferences(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
): Stored<PagePreferences> {
  return stored<PagePreferences>(storage, 'ampel.preferences', pagePreferencesSchema, {
    language: 'system',
  });
}
