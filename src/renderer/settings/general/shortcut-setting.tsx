import { type KeyboardEvent, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { FieldError } from 'react-aria-components/FieldError';
import { Text } from 'react-aria-components/Text';
import { Input, Label, TextField } from 'react-aria-components/TextField';
import type { Integration } from '../../../shared/bridge/diagnostics.ts';
import { record } from '../../../shared/shortcut/accelerator.ts';
import { useBridge } from '../../bridge/bridge-context.ts';
import { useFormatLocale, useTexts } from '../../i18n/locale.tsx';
import { CloseIcon } from '../../icons/icons.tsx';
import { outcomeOf, useNotices } from '../../notices/notice-context.tsx';
import { type Attempt, keysInWords, shortcutProblem } from './shortcut-words.ts';

type Props = {
  readonly shortcut: string | null;
  readonly integration: Integration;
  readonly onChanged: () => void;
};

/** Takes the keys that are pressed while it has the focus. */
export function ShortcutSetting({ shortcut, integration, onChanged }: Props) {
  const t = useTexts();
  const locale = useFormatLocale();
  const bridge = useBridge();
  const { tell } = useNotices();
  const [attempt, setAttempt] = useState<Attempt>({ kind: 'none' });
  const [isFocused, setFocused] = useState(false);
  const problem = shortcutProblem(attempt, shortcut, integration, locale, t);

  async function set(accelerator: string | null): Promise<void> {
    setAttempt({ kind: 'none' });
    const outcome = await outcomeOf(bridge.setPreferences({ shortcut: accelerator }));
    onChanged();
    if (outcome.ok) return;
    if (accelerator !== null && outcome.problem.code === 'shortcut-taken') {
      setAttempt({ kind: 'taken', accelerator });
    } else {
      tell(Promise.resolve(outcome));
    }
  }

  function press(event: KeyboardEvent): void {
    const isAlone = !event.ctrlKey && !event.altKey && !event.shiftKey && !event.metaKey;
    // These have to go on doing what they do in every field and dialog.
    if (event.key === 'Tab' || (isAlone && event.key === 'Escape')) return;
    event.preventDefault();
    if (event.repeat) return;
    if (isAlone && (event.key === 'Delete' || event.key === 'Backspace')) {
      void set(null);
      return;
    }
    const recorded = record(event, integration.keyboard);
    switch (recorded.kind) {
      case 'begun':
        return;
      case 'accelerator':
        void set(recorded.accelerator);
        return;
      default:
        setAttempt(recorded);
    }
  }

  return (
    <TextField
      className="field"
      isReadOnly
      isInvalid={problem !== null}
      value={shortcut === null ? '' : keysInWords(shortcut, integration.keyboard, t)}
      onFocusChange={setFocused}
      onBlur={() => setAttempt({ kind: 'none' })}
    >
      <Label className="label">{t('settings.shortcut')}</Label>
      <div className="input-box">
        <Input
          className="input shortcut-input"
          placeholder={t('settings.shortcutNone')}
          onKeyDown={press}
        />
        {shortcut === null ? null : (
          <Button
            className="icon-button"
            aria-label={t('settings.shortcutRemove')}
            onPress={() => void set(null)}
          >
            <CloseIcon />
          </Button>
        )}
      </div>
      {problem === null ? (
        <Text slot="description" className="hint">
          {t(isFocused ? 'settings.shortcutFocused' : 'settings.shortcutHint')}
        </Text>
      ) : null}
      <FieldError className="field-error">{problem}</FieldError>
    </TextField>
  );
}
