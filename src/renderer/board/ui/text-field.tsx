import type { HTMLInputAutoCompleteAttribute } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Text } from 'react-aria-components/Text';
import { TextField as AriaTextField, Input, Label } from 'react-aria-components/TextField';

type Props = {
  readonly label: string;
  readonly hint?: string;
  /** What is wrong with it, in the hint's place; null where nothing is. */
  readonly error?: string | null;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly type?: 'text' | 'email' | 'password' | 'url' | 'date' | 'number';
  /** What a manager of passwords may put in. */
  readonly autoComplete?: HTMLInputAutoCompleteAttribute;
  readonly isReadOnly?: boolean;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
};

/** A field of one line with its label. */
export function TextField(props: Props) {
  const { label, hint = '', error = null, autoComplete = 'off', ...field } = props;
  return (
    <AriaTextField
      className="field"
      autoComplete={autoComplete}
      spellCheck="false"
      isInvalid={error !== null}
      {...field}
    >
      <Label className="label">{label}</Label>
      <div className="input-box">
        <Input className="input" />
      </div>
      {error === null && hint !== '' ? (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      ) : null}
      <FieldError className="field-error">{error}</FieldError>
    </AriaTextField>
  );
}
