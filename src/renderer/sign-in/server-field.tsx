import { LabelledField } from '../fields/labelled-field.tsx';
import { useTexts } from '../i18n/locale.tsx';

type Props = {
  readonly isMissing: boolean;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly isReadOnly: boolean;
  readonly autoFocus: boolean;
};

export function ServerField({ isMissing, ...field }: Props) {
  const t = useTexts();
  return (
    <LabelledField
      label={t('signIn.server')}
      hint={t('signIn.serverHint')}
      error={isMissing && field.value.trim() === '' ? t('signIn.serverMissing') : null}
      inputMode="url"
      {...field}
    />
  );
}
