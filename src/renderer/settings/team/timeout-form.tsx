import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Group, NumberField } from 'react-aria-components/NumberField';
import { Text } from 'react-aria-components/Text';
import { Label } from 'react-aria-components/TextField';
import { INACTIVITY_TIMEOUT } from '../../../shared/domain/settings.ts';
import { PlainForm } from '../../fields/plain-form.tsx';
import { useTexts } from '../../i18n/locale.tsx';
import { SavingResult } from './saving-result.tsx';
import { useTeamChange } from './use-team-change.ts';

const { min, max } = INACTIVITY_TIMEOUT;

type Props = {
  readonly minutes: number;
  /** Who set it and when, in words; null where nobody has. */
  readonly setBy: string | null;
};

export function TimeoutForm({ minutes, setBy }: Props) {
  const t = useTexts();
  const { saving, save, forget } = useTeamChange();
  // Null while untouched, so that someone else's change shows at once.
  const [draft, setDraft] = useState<number | null>(null);
  const [invalid, setInvalid] = useState(false);
  const value = draft ?? minutes;
  const running = saving.kind === 'running';

  async function submit(): Promise<void> {
    forget();
    const fits = Number.isInteger(value) && value >= min && value <= max;
    setInvalid(!fits);
    if (fits && (await save({ inactivityTimeoutMinutes: value }))) setDraft(null);
  }

  return (
    <PlainForm
      className="setting"
      onSubmit={() => {
        if (!running) void submit();
      }}
    >
      <NumberField
        className="field"
        value={value}
        onChange={(next) => {
          setDraft(next);
          setInvalid(false);
          forget();
        }}
        minValue={min}
        maxValue={max}
        step={1}
        // Corrected in silence, a slip of the finger would be saved for the whole team.
        commitBehavior="validate"
        isInvalid={invalid}
        formatOptions={{ style: 'unit', unit: 'minute', unitDisplay: 'long' }}
      >
        <Label className="label">{t('settings.timeout')}</Label>
        <div className="timeout-row">
          <Group className="input-box number-box">
            <Button slot="decrement" className="icon-button">
              −
            </Button>
            <Input className="input number-input" />
            <Button slot="increment" className="icon-button">
              +
            </Button>
          </Group>
          <Button
            // Not one of the number field's own buttons.
            slot={null}
            type="submit"
            className="button"
            isPending={running}
          >
            {t(running ? 'settings.saving' : 'settings.save')}
          </Button>
        </div>
        {invalid ? null : (
          <Text slot="description" className="hint">
            {[t('settings.timeoutHint', { min, max }), setBy].filter(Boolean).join(' ')}
          </Text>
        )}
        <FieldError className="field-error">
          {t('settings.timeoutInvalid', { min, max })}
        </FieldError>
      </NumberField>
      <SavingResult saving={saving} />
    </PlainForm>
  );
}
