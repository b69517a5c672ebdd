import { PASSWORD } from '../../../shared/api/fields.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { TextField } from '../ui/text-field.tsx';

type Props = {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isReadOnly: boolean;
  /** Whether to say what is wrong with it. */
  readonly isJudged: boolean;
  readonly autoFocus?: boolean;
};

/** Whether a password may be set. */
export function isLongEnough(password: string): boolean {
  return password.length >= PASSWORD.min && password.length <= PASSWORD.max;
}

/** A password to be set, typed once: managers of passwords fill it, and a link can set it anew. */
export function NewPassword({ value, onChange, isReadOnly, isJudged, autoFocus = false }: Props) {
  const t = useBoardTexts();
  return (
    <TextField
      label={t('password.new')}
      hint={t('password.hint', { min: PASSWORD.min })}
      type="password"
      autoComplete="new-password"
      autoFocus={autoFocus}
      value={value}
      onChange={onChange}
      isReadOnly={isReadOnly}
      error={
        isJudged && !isLongEnough(value) ? t('password.tooShort', { min: PASSWORD.min }) : null
      }
    />
  );
}
