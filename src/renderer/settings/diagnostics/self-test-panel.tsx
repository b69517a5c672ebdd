import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ComputerLook } from '../../../shared/bridge/diagnostics.ts';
import type { ActivitySource } from '../../../shared/domain/activity.ts';
import { useBridge } from '../../bridge/bridge-context.ts';
import { useFormatLocale, useTexts } from '../../i18n/locale.tsx';
import { useNotices } from '../../notices/notice-context.tsx';
import { Facts } from '../facts.tsx';
import { Panel } from '../panel.tsx';
import { lookWords, sourceWords } from './diagnostic-words.ts';
import { LOOK_EVERY_MS, LOOKS, type Verdict, verdictOf } from './self-test.ts';

const VERDICT_TEXTS = {
  counts: 'diagnostics.verdictCounts',
  still: 'diagnostics.verdictStill',
  fails: 'diagnostics.verdictFails',
} as const satisfies Record<Verdict, string>;

/** Shows what the system tells of the computer's use over some seconds (PR12). */
export function SelfTestPanel({ source }: { readonly source: ActivitySource }) {
  const t = useTexts();
  const { looks, isRunning, start } = useSelfTest();
  const isOver = !isRunning && looks.length > 0;
  return (
    <Panel title={t('diagnostics.check')}>
      <Facts facts={[{ term: t('diagnostics.source'), value: sourceWords(source, t) }]} />
      <Button className="button setting-save" isPending={isRunning} onPress={start}>
        {t(isOver ? 'diagnostics.checkAgain' : 'diagnostics.checkNow')}
      </Button>
      <p role="status" className={isOver ? 'verdict' : 'hint'}>
        {isOver
          ? t(VERDICT_TEXTS[verdictOf(looks)])
          : isRunning
            ? t('diagnostics.checking')
            : t('diagnostics.checkHint', { count: (LOOKS - 1) * (LOOK_EVERY_MS / 1000) })}
      </p>
      {looks.length === 0 ? null : <Looks looks={looks} />}
    </Panel>
  );
}

function Looks({ looks }: { readonly looks: readonly ComputerLook[] }) {
  const t = useTexts();
  const locale = useFormatLocale();
  return (
    <table className="looks">
      <thead>
        <tr>
          <th scope="col">{t('diagnostics.at')}</th>
          <th scope="col">{t('diagnostics.idle')}</th>
          <th scope="col">{t('diagnostics.screen')}</th>
        </tr>
      </thead>
      <tbody>
        {looks.map((look) => {
          const [at, idle, screen] = lookWords(look, locale, t);
          return (
            <tr key={look.at}>
              <td>{at}</td>
              <td>{idle}</td>
              <td>{screen}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function useSelfTest() {
  const bridge = useBridge();
  const { tell } = useNotices();
  const [looks, setLooks] = useState<readonly ComputerLook[]>([]);
  const [isRunning, setRunning] = useState(false);
  useEffect(() => {
    if (!isRunning) return;
    const seen: ComputerLook[] = [];
    const timer = setInterval(look, LOOK_EVERY_MS);
    let ended = false;
    function look(): void {
      const answer = bridge.lookAtComputer(undefined);
      answer.then(
        (next) => {
          if (ended) return;
          seen.push(next);
          setLooks([...seen]);
          if (seen.length >= LOOKS) setRunning(false);
        },
        () => {
          if (ended) return;
          setRunning(false);
          tell(answer.then(() => undefined));
        },
      );
    }
    look();
    return () => {
      ended = true;
      clearInterval(timer);
    };
  }, [bridge, isRunning, tell]);
  return {
    looks,
    isRunning,
    start: () => {
      setLooks([]);
      setRunning(true);
    },
  };
}
