import { useState } from 'react';
import { HOLD } from '../../../shared/domain/settings.ts';
import { PlainForm } from '../../fields/plain-form.tsx';
import { useTexts } from '../../i18n/locale.tsx';
import { SwitchSetting } from '../../settings/switch-setting.tsx';
import { SavingResult } from '../../settings/team/saving-result.tsx';
import { useTeamChange } from '../../settings/team/use-team-change.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { TextField } from '../ui/text-field.tsx';

type Assignment = { readonly assignOnlyOnline: boolean; readonly holdSeconds: number };

/** Who is given contacts (AS2), and how long one stays with whoever went Offline (AS6). */
export function AssignmentForm({ assignOnlyOnline, holdSeconds }: Assignment) {
  const t = useBoardTexts();
  const words = useTexts();
  const { saving, save, forget } = useTeamChange();
  // Null while untouched, so that someone else's change shows at once.
  const [onlyOnline, setOnlyOnline] = useState<boolean | null>(null);
  const [hold, setHold] = useState<string | null>(null);
  const seconds = readHold(hold ?? String(holdSeconds));
  const isRunning = saving.kind === 'running';

  async function submit(): Promise<void> {
    if (seconds === null || isRunning) return;
    const saved = await save({
      assignOnlyOnline: onlyOnline ?? assignOnlyOnline,
      holdSeconds: seconds,
    });
    if (!saved) return;
    setOnlyOnline(null);
    setHold(null);
  }
  return (
    <PlainForm onSubmit={() => void submit()}>
      <SwitchSetting
        label={t('settings.onlyOnline')}
        hint={t('settings.onlyOnlineHint')}
        isOn={onlyOnline ?? assignOnlyOnline}
        onChange={(on) => {
          setOnlyOnline(on);
          forget();
        }}
      />
      <TextField
        label={t('settings.hold')}
        hint={t('settings.holdHint')}
        value={hold ?? String(holdSeconds)}
        onChange={(text) => {
          setHold(text);
          forget();
        }}
        isReadOnly={isRunning}
        error={seconds === null ? t('settings.holdInvalid', HOLD) : null}
      />
      <div>
        <SubmitButton
          label={words(isRunning ? 'settings.saving' : 'settings.save')}
          isRunning={isRunning}
          isQuiet
        />
      </div>
      <SavingResult saving={saving} />
    </PlainForm>
  );
}

/** Whole seconds as they were typed; null where they are none. */
function readHold(text: string): number | null {
  const seconds = /^\d{1,5}$/.test(text.trim()) ? Number(text) : Number.NaN;
  return seconds >= HOLD.min && seconds <= HOLD.max ? seconds : null;
}
