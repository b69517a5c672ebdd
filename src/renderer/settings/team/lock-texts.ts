import type { LockPolicy } from '../../../shared/domain/settings.ts';

export const LOCK_POLICY_TEXTS = {
  offline: 'settings.lockOffline',
  ignore: 'settings.lockIgnore',
} as const satisfies Record<LockPolicy, string>;
