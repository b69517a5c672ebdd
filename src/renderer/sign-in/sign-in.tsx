import { useState } from 'react';
import { assertNever } from '../../shared/domain/assert-never.ts';
import type { SignedOutView } from '../bridge/team-view.ts';
import { useTexts } from '../i18n/locale.tsx';
import { AppMark } from '../indicator/app-mark.tsx';
import { SettingsTroubleNotice } from '../notices/settings-trouble-notice.tsx';
import { BrowserForm } from './browser-form.tsx';
import { InBrowser } from './in-browser.tsx';
import { TokenForm } from './token-form.tsx';

export function SignIn({ view }: { readonly view: SignedOutView }) {
  const t = useTexts();
  return (
    <main className="window sign-in">
      <header className="sign-in-header">
        <AppMark />
        <h1>{t('signIn.title')}</h1>
        <p>{t('signIn.intro')}</p>
      </header>
      <SettingsTroubleNotice trouble={view.settingsTrouble} />
      <Way view={view} />
    </main>
  );
}

/** Through the browser, unless the member has a token. */
function Way({ view }: { readonly view: SignedOutView }) {
  const [server, setServer] = useState(view.server);
  const [withToken, setWithToken] = useState(false);
  switch (view.join.kind) {
    case 'browser':
    case 'signing-in':
      return <InBrowser server={view.server} join={view.join} />;
    case 'none':
    case 'looking':
      return withToken ? (
        <TokenForm
          reason={view.problem}
          server={server}
          onServer={setServer}
          onBrowser={() => setWithToken(false)}
        />
      ) : (
        <BrowserForm
          problem={view.problem}
          isLooking={view.join.kind === 'looking'}
          server={server}
          onServer={setServer}
          onToken={() => setWithToken(true)}
        />
      );
    default:
      return assertNever(view.join);
  }
}
