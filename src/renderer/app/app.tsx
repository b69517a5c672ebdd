import { useState } from 'react';
import type { Bridge } from '../../shared/bridge/bridge.ts';
import type { AppView } from '../../shared/bridge/view.ts';
import { assertNever } from '../../shared/domain/assert-never.ts';
import { BridgeContext } from '../bridge/bridge-context.ts';
import type { ViewState } from '../bridge/follow-view.ts';
import { useView } from '../bridge/use-view.ts';
import { guessLanguage } from '../i18n/guess-language.ts';
import { LocaleProvider } from '../i18n/locale.tsx';
import { NoticeProvider } from '../notices/notice-context.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { OnDemand } from './on-demand.tsx';
import { signIn } from './parts.ts';
import { TeamWindow } from './team-window.tsx';

/** The whole window over one bridge. */
export function App({ bridge }: { readonly bridge: Bridge }) {
  const [run, setRun] = useState(0);
  return <Run key={run} bridge={bridge} onReload={() => setRun(run + 1)} />;
}

/** The window from one reload to the next. The page itself may not navigate, so this does it. */
function Run(props: { readonly bridge: Bridge; readonly onReload: () => void }) {
  const { bridge, onReload } = props;
  const state = useView(bridge);
  const language =
    state.kind === 'shown' ? state.view.language : guessLanguage(navigator.languages);
  return (
    <LocaleProvider language={language}>
      <ErrorBoundary onReload={onReload}>
        <BridgeContext value={bridge}>
          <Shown state={state} />
        </BridgeContext>
      </ErrorBoundary>
    </LocaleProvider>
  );
}

function Shown({ state }: { readonly state: ViewState }) {
  switch (state.kind) {
    case 'waiting':
      return <main className="window" aria-busy="true" />;
    case 'failed':
      throw state.error;
    case 'shown':
      return (
        // What was told on one side of a sign-in says nothing on the other.
        <NoticeProvider key={state.view.kind}>
          <Screen view={state.view} />
        </NoticeProvider>
      );
    default:
      return assertNever(state);
  }
}

function Screen({ view }: { readonly view: AppView }) {
  switch (view.kind) {
    case 'signed-out':
      return (
        <OnDemand part={signIn} isOpen>
          {(SignIn) => <SignIn view={view} />}
        </OnDemand>
      );
    case 'team':
      return <TeamWindow view={view} />;
    default:
      return assertNever(view);
  }
}
