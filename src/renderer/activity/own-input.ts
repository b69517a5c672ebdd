import type { ActivitySource } from '../../shared/domain/activity.ts';

/** Whether only input inside Ampel counts, because the computer tells of none (PR12). */
export function onlyOwnInputCounts(source: ActivitySource): boolean {
  return source !== 'system';
}
