import { useState } from 'react';
import type { Problem } from '../../../shared/bridge/view.ts';
import type { SettingsChange } from '../../../shared/protocol/schemas.ts';
import { useBridge } from '../../bridge/bridge-context.ts';
import { outcomeOf } from '../../notices/notice-context.tsx';

/** How saving a team setting goes. */
export type Saving =
  | { readonly kind: 'none' }
  | { readonly kind: 'running' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'failed'; readonly problem: Problem };

type TeamChange = {
  readonly saving: Saving;
  /** Saves for the whole team; true where the server did. */
  readonly save: (change: SettingsChange) => Promise<boolean>;
  /** Forgets how the last save went, for what it was about is being changed again. */
  readonly forget: () => void;
};

export function useTeamChange(): TeamChange {
  const bridge = useBridge();
  const [saving, setSaving] = useState<Saving>({ kind: 'none' });
  return {
    saving,
    save: async (change) => {
      setSaving({ kind: 'running' });
      const outcome = await outcomeOf(bridge.changeTeamSettings(change));
      setSaving(outcome.ok ? { kind: 'saved' } : { kind: 'failed', problem: outcome.problem });
      return outcome.ok;
    },
    forget: () => setSaving({ kind: 'none' }),
  };
}
