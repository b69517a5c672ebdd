import { useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { useBridge } from '../../bridge/bridge-context.ts';
import type { TeamView } from '../../bridge/team-view.ts';
import { useFormatLocale, useTexts } from '../../i18n/locale.tsx';
import { outcomeOf, useNotices } from '../../notices/notice-context.tsx';
import { useToday } from '../../time/use-today.ts';
import { Facts } from '../facts.tsx';
import { Panel } from '../panel.tsx';
import { connectionFacts, versionFacts } from './diagnostic-words.ts';
import { SelfTestPanel } from './self-test-panel.tsx';
import { useDiagnostics } from './use-diagnostics.ts';

export function DiagnosticsSection({ view }: { readonly view: TeamView }) {
  const t = useTexts();
  const locale = useFormatLocale();
  const today = useToday();
  const diagnostics = useDiagnostics();
  return (
    <>
      <SelfTestPanel source={view.source} />
      {diagnostics === null ? null : (
        <>
          <Panel title={t('diagnostics.connection')}>
            <Facts facts={connectionFacts(diagnostics, today, locale, t)} />
          </Panel>
          <Panel title={t('diagnostics.versions')}>
            <Facts facts={versionFacts(diagnostics, t)} />
          </Panel>
        </>
      )}
      <Report />
    </>
  );
}

function Report() {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  const [isCopied, setCopied] = useState(false);

  async function copy(): Promise<void> {
    setCopied(false);
    const outcome = await outcomeOf(bridge.copyReport(undefined));
    setCopied(outcome.ok);
    if (!outcome.ok) tell(Promise.resolve(outcome));
  }

  return (
    <Panel title={t('diagnostics.report')}>
      <p className="hint">{t('diagnostics.reportHint')}</p>
      <div className="setting-actions">
        <Button className="button" onPress={() => void copy()}>
          {t('diagnostics.copy')}
        </Button>
        <Button className="button" onPress={() => tell(bridge.showLogFile(undefined))}>
          {t('diagnostics.showLog')}
        </Button>
      </div>
      <p role="status" className="saved">
        {isCopied ? t('diagnostics.copied') : null}
      </p>
    </Panel>
  );
}
