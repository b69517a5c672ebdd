import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { FieldError } from 'react-aria-components/FieldError';
import { Form } from 'react-aria-components/Form';
import { Input } from 'react-aria-components/Input';
import { Group, NumberField } from 'react-aria-components/NumberField';
import { Text } from 'react-aria-components/Text';
import { Label } from 'react-aria-components/TextField';
import type { Problem } from '../../shared/bridge/view.ts';
import { INACTIVITY_TIMEOUT } from '../../shared/domain/settings.ts';
import { useBridge } from '../app/bridge-context.ts';
import { useTexts } from '../i18n/locale.tsx';
import { outcomeOf } from '../notices/notice-context.tsx';
import { ProblemText } from '../notices/problem-text.tsx';

type Saving =
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'running' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'failed'; readonly problem: Problem };

const { min, max } = INACTIVITY_TIMEOUT;

export function TimeoutForm({ minutes }: { readonly minutes: number }) {
  const t = useTexts();
  const bridge = useBridge();
  // Null while untouched, so that someone else's change shows at once.
  const [draft, setDraft] = useState<number | null>(null);
  const [saving, setSaving] = useState<Saving>({ kind: 'none' });
  const value = draft ?? minutes;
  const running = saving.kind === 'running';

  async function save(): Promise<void> {
    if (!Number.isInteger(value) || value < min || value > max) {
      setSaving({ kind: 'invalid' });
      return;
    }
    setSaving({ kind: 'running' });
    const outcome = await outcomeOf(bridge.changeTeamSettings({ inactivityTimeoutMinutes: value }));
    if (outcome.ok) setDraft(null);
    setSaving(outcome.ok ? { kind: 'saved' } : { kind: 'failed', problem: outcome.problem });
  }

  return (
    <Form
      className="setting"
      validationBehavior="aria"
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        if (!running) void save();
      }}
    >
      <NumberField
        className="field"
        value={value}
        onChange={(next) => {
          setDraft(next);
          setSaving({ kind: 'none' });
        }}
        minValue={min}
        maxValue={max}
        step={1}
        // Corrected in silence, a slip of the finger would be saved for the whole team.
        commitBehavior="validate"
        isInvalid={saving.kind === 'invalid'}
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
        {saving.kind === 'invalid' ? null : (
          <Text slot="description" className="hint">
            {t('settings.timeoutHint', { min, max })}
          </Text>
        )}
        <FieldError className="field-error">
          {t('settings.timeoutInvalid', { min, max })}
        </FieldError>
      </NumberField>
      <div role="status">
        {saving.kind === 'saved' ? <p className="saved">{t('settings.saved')}</p> : null}
        {saving.kind === 'failed' ? (
          <div className="message message-problem">
            <ProblemText problem={saving.problem} />
          </div>
        ) : null}
      </div>
    </Form>
  );
}
