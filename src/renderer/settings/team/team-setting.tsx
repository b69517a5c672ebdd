import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/locale.tsx';

/** A team setting for those who only read it; without a value it is not known at the moment. */
export function TeamSetting(props: {
  readonly label: string;
  readonly value: string | null;
  readonly children?: ReactNode;
}) {
  const { label, value, children } = props;
  const t = useTexts();
  return (
    <section className="setting">
      <h3 className="label">{label}</h3>
      {value === null ? null : <p>{value}</p>}
      {children}
      <p className="hint">{t(value === null ? 'settings.teamUnknown' : 'settings.teamReadOnly')}</p>
    </section>
  );
}
