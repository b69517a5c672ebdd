import { DEFAULT_SETTINGS } from '../../src/shared/domain/settings.ts';
import type { Status } from '../../src/shared/domain/status.ts';
import type { PackedSnapshot, PackedWelcome } from '../../src/shared/protocol/schemas.ts';
import { packedSnapshot } from './packed-team.ts';

const me = { memberId: 'me', name: 'Ben Sommer', role: 'agent' } as const;

/** A team of one, as it is at a version of its log. */
export const snapshotAt = (version: number, status: Status): PackedSnapshot =>
  packedSnapshot(version, [[me, status]]);

/** What the only member of a team is greeted with, at version 5. */
export const welcome: PackedWelcome = {
  protocol: 1,
  serverTime: 1,
  log: 'log1',
  version: 5,
  self: { ...me, choice: 'online', until: null, note: null, status: 'online' },
  settings: { ...DEFAULT_SETTINGS, timeoutSetBy: null },
  snapshot: snapshotAt(5, 'online'),
};
