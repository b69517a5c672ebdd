import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Text } from 'react-aria-components/Text';
import { Input, Label, TextField } from 'react-aria-components/TextField';

type Props = {
  readonly label: string;
  readonly hint: string;
  readonly error: string | null;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isReadOnly: boolean;
  readonly autoFocus: boolean;
  readonly type?: 'text' | 'password';
  readonly inputMode?: 'url' | 'text';
  readonly maxLength?: number;
  /** Stands inside the field, at its end. */
  readonly children?: ReactNode;
};

/** A one-line text field with its label, a hint, and in the hint's place an error. */
export function LabelledField(props: Props) {
  const { label, hint, error, type = 'text', inputMode = 'text', children, ...field } = props;
  return (
    <TextField
      className="field"
      type={type}
      inputMode={inputMode}
      isInvalid={error !== null}
      autoComplete="off"
      autoCorrect="off"
      spellCheck="false"
      {...field}
    >
      <Label className="label">{label}</Label>
      <div className="input-box">
        <Input className="input" />
        {children}
      </div>
      {error === null ? (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      ) : null}
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  );
}
