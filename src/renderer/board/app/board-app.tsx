import { useState } from 'react';
import { Redirect, Route, Switch, useLocation } from 'wouter';
import type { LanguageSetting, Problem } from '../../../shared/bridge/view.ts';
import { assertNever } from '../../../shared/domain/assert-never.ts';
import { ErrorBoundary } from '../../app/error-boundary.tsx';
import { OnDemand } from '../../app/on-demand.tsx';
import { LocaleProvider } from '../../i18n/locale.tsx';
import { Spinner } from '../../icons/icons.tsx';
import type { Board } from '../compose.ts';
import { BoardTextsProvider, useBoardTexts } from '../i18n/board-texts.tsx';
import { useObservable } from '../runtime/observable.ts';
import { returnPath, signInPath } from '../sign-in/return-path.ts';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { BoardContext, SessionContext, useBoard } from './board-context.ts';
import { connectPage, joinPage, passwordPage, shell, signInPage } from './entry-parts.ts';
import { LanguageContext } from './language-context.ts';

/** The whole board. */
export function BoardApp({ board }: { readonly board: Board }) {
  const [setting, setSetting] = useState<LanguageSetting>(board.preferences.get().language);
  const language = setting === 'system' ? board.browserLanguage() : setting;
  return (
    <LocaleProvider language={language}>
      <BoardTextsProvider language={language}>
        <ErrorBoundary onReload={() => location.reload()}>
          <BoardContext value={board}>
            <LanguageContext value={setSetting}>
              <Switch>
                <Route path="/join">
                  <OnDemand part={joinPage} isOpen>
                    {(Join) => <Join />}
                  </OnDemand>
                </Route>
                <Route path="/password">
                  <OnDemand part={passwordPage} isOpen>
                    {(SetPassword) => <SetPassword />}
                  </OnDemand>
                </Route>
                <Route>
                  <WithSession />
                </Route>
              </Switch>
            </LanguageContext>
          </BoardContext>
        </ErrorBoundary>
      </BoardTextsProvider>
    </LocaleProvider>
  );
}

function WithSession() {
  const { session } = useBoard();
  const [path] = useLocation();
  const state = useObservable(session.state);
  switch (state.kind) {
    case 'loading':
      return <Waiting />;
    case 'failed':
      return <NotLoaded problem={state.problem} onRetry={() => void session.load()} />;
    case 'signed-out':
      if (path !== '/sign-in') return <Redirect to={signInPath(location)} replace />;
      return (
        <OnDemand part={signInPage} isOpen>
          {(SignIn) => <SignIn reason={state.reason} />}
        </OnDemand>
      );
    case 'signed-in':
      return (
        <SessionContext value={state.session}>
          <Switch>
            <Route path="/sign-in">
              <Redirect to={returnPath(location.search)} replace />
            </Route>
            <Route path="/connect">
              <OnDemand part={connectPage} isOpen>
                {(Connect) => <Connect />}
              </OnDemand>
            </Route>
            <Route>
              <OnDemand part={shell} isOpen>
                {(Shell) => <Shell />}
              </OnDemand>
            </Route>
          </Switch>
        </SessionContext>
      );
    default:
      return assertNever(state);
  }
}

function Waiting() {
  const t = useBoardTexts();
  return (
    <main className="sign-in-page" aria-busy="true">
      <p className="waiting" role="status">
        <Spinner />
        {t('page.loading')}
      </p>
    </main>
  );
}

function NotLoaded(props: { readonly problem: Problem; readonly onRetry: () => void }) {
  const t = useBoardTexts();
  return (
    <main className="sign-in-page">
      <div className="card stack">
        <h1>{t('page.notLoaded')}</h1>
        <ProblemMessage problem={props.problem} />
        <div>
          <button type="button" className="button button-primary" onClick={props.onRetry}>
            {t('page.tryAgain')}
          </button>
        </div>
      </div>
    </main>
  );
}
