import { useState } from 'react';
import { ToggleButton } from 'react-aria-components/ToggleButton';
import { LabelledField } from '../fields/labelled-field.tsx';
import { useTexts } from '../i18n/locale.tsx';
import { EyeIcon } from '../icons/icons.tsx';

type Props = {
  readonly error: string | null;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isReadOnly: boolean;
  readonly autoFocus: boolean;
};

/** The token, hidden from whoever looks over the shoulder until asked for. */
export function TokenField(props: Props) {
  const t = useTexts();
  const [shown, setShown] = useState(false);
  return (
    <LabelledField
      label={t('signIn.token')}
      hint={t('signIn.tokenHint')}
      type={shown ? 'text' : 'password'}
      {...props}
    >
      <ToggleButton
        className="icon-button"
        aria-label={t('signIn.showToken')}
        isSelected={shown}
        onChange={setShown}
      >
        <EyeIcon crossed={shown} />
      </ToggleButton>
    </LabelledField>
  );
}
