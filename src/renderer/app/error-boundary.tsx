import { Component, type ReactNode } from 'react';
import { useTexts } from '../i18n/locale.tsx';

type Props = { readonly children: ReactNode; readonly onReload: () => void };
type State = { readonly error: unknown; readonly failed: boolean };

/** Shows a readable page instead of an empty window when something in it throws. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, failed: false };

  static getDerivedStateFromError(error: unknown): State {
    return { error, failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return <ErrorPage error={this.state.error} onReload={this.props.onReload} />;
  }
}

function ErrorPage(props: { readonly error: unknown; readonly onReload: () => void }) {
  const { error, onReload } = props;
  const t = useTexts();
  return (
    <main className="window error-page">
      <div role="alert" className="stack">
        <h1>{t('window.errorTitle')}</h1>
        <p>{t('window.errorText')}</p>
      </div>
      {/* biome-ignore lint/a11y/noAutofocus: there is nothing else on the page */}
      <button type="button" className="button button-primary" onClick={onReload} autoFocus>
        {t('window.reload')}
      </button>
      <details>
        <summary>{t('window.details')}</summary>
        <pre>{error instanceof Error ? error.message : String(error)}</pre>
      </details>
    </main>
  );
}
