import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { JoinView, Problem } from '../../shared/bridge/view.ts';
import { useBridge } from '../bridge/bridge-context.ts';
import { useTexts } from '../i18n/locale.tsx';
import { Spinner } from '../icons/icons.tsx';
import { outcomeOf } from '../notices/notice-context.tsx';
import { ProblemBox } from './problem-box.tsx';

type Props = {
  readonly server: string;
  readonly join: Extract<JoinView, { readonly kind: 'browser' | 'signing-in' }>;
};

/** What the window says while the member is in the browser. */
export function InBrowser({ server, join }: Props) {
  const t = useTexts();
  const bridge = useBridge();
  const heading = useRef<HTMLHeadingElement>(null);
  const [copy, setCopy] = useState<'none' | 'done' | Problem>('none');
  const isOver = join.kind === 'signing-in';

  // What had the focus is gone; from here a screen reader reads on.
  useEffect(() => heading.current?.focus(), []);

  async function copyPage(): Promise<void> {
    setCopy('none');
    const outcome = await outcomeOf(bridge.copyJoinPage(undefined));
    setCopy(outcome.ok ? 'done' : outcome.problem);
  }

  return (
    <section className="stack in-browser">
      <h2 ref={heading} tabIndex={-1}>
        {t('signIn.browserTitle')}
      </h2>
      <ProblemBox problem={problemToTell(join, copy)} />
      <p>{t('signIn.browserText')}</p>
      <p className="hint">{t('signIn.browserServer', { server })}</p>
      <p role="status" className="in-browser-status">
        {isOver ? <Spinner /> : null}
        {isOver ? t('signIn.submitting') : null}
        {copy === 'done' && !isOver ? t('signIn.copied') : null}
      </p>
      <Button
        className="button button-primary"
        isDisabled={isOver}
        onPress={() => void bridge.showJoinPage(undefined)}
      >
        {t('signIn.showPage')}
      </Button>
      <Button className="button" isDisabled={isOver} onPress={() => void copyPage()}>
        {t('signIn.copyPage')}
      </Button>
      <Button className="button" onPress={() => void bridge.cancelJoin(undefined)}>
        {t('signIn.cancel')}
      </Button>
    </section>
  );
}

function problemToTell(join: Props['join'], copy: 'none' | 'done' | Problem): Problem | null {
  if (typeof copy === 'object') return copy;
  return join.kind === 'browser' ? join.problem : null;
}
