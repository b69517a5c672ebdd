import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Label, RadioButton, RadioField, RadioGroup } from 'react-aria-components/RadioGroup';
import { Text } from 'react-aria-components/Text';
import { LOCK_POLICIES, type LockPolicy } from '../../../shared/domain/settings.ts';
import { PlainForm } from '../../fields/plain-form.tsx';
import { useTexts } from '../../i18n/locale.tsx';
import { LOCK_POLICY_TEXTS } from './lock-texts.ts';
import { SavingResult } from './saving-result.tsx';
import { useTeamChange } from './use-team-change.ts';

export function LockForm({ policy }: { readonly policy: LockPolicy }) {
  const t = useTexts();
  const { saving, save, forget } = useTeamChange();
  // Null while untouched, so that someone else's change shows at once.
  const [draft, setDraft] = useState<LockPolicy | null>(null);
  const running = saving.kind === 'running';
  const changed = draft !== null && draft !== policy;

  async function submit(lockPolicy: LockPolicy): Promise<void> {
    if (await save({ lockPolicy })) setDraft(null);
  }

  return (
    <PlainForm
      className="setting"
      onSubmit={() => {
        if (changed && !running) void submit(draft);
      }}
    >
      <RadioGroup
        className="field"
        value={draft ?? policy}
        isReadOnly={running}
        onChange={(value) => {
          setDraft(LOCK_POLICIES.find((candidate) => candidate === value) ?? null);
          forget();
        }}
      >
        <Label className="label">{t('settings.lock')}</Label>
        {LOCK_POLICIES.map((candidate) => (
          <RadioField key={candidate} value={candidate}>
            <RadioButton className="radio">
              <span className="radio-mark" />
              {t(LOCK_POLICY_TEXTS[candidate])}
            </RadioButton>
          </RadioField>
        ))}
        <Text slot="description" className="hint">
          {t('settings.lockHint')}
        </Text>
      </RadioGroup>
      {/*
        Not saved at once: the arrow keys pass over choices that would hold for the whole team. Once
        pressed the button stays, for it has the focus.
      */}
      {changed || saving.kind !== 'none' ? (
        <Button type="submit" className="button setting-save" isPending={running}>
          {t(running ? 'settings.saving' : 'settings.save')}
        </Button>
      ) : null}
      <SavingResult saving={saving} />
    </PlainForm>
  );
}
