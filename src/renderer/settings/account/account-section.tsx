import type { TeamView } from '../../bridge/team-view.ts';
import { useFormatLocale, useTexts } from '../../i18n/locale.tsx';
import { useToday } from '../../time/use-today.ts';
import { accountFacts } from '../diagnostics/diagnostic-words.ts';
import { useDiagnostics } from '../diagnostics/use-diagnostics.ts';
import { Facts } from '../facts.tsx';
import { Panel } from '../panel.tsx';
import { SignOut } from './sign-out.tsx';

export function AccountSection({ view }: { readonly view: TeamView }) {
  const t = useTexts();
  const locale = useFormatLocale();
  const today = useToday();
  const diagnostics = useDiagnostics();
  return (
    <>
      <Facts facts={accountFacts(view, diagnostics, today, locale, t)} />
      <SignOut />
      <Panel title={t('settings.recorded')}>
        <p className="hint">{t('settings.recordedText')}</p>
      </Panel>
    </>
  );
}
