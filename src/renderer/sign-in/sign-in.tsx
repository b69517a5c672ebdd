import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Form } from 'react-aria-components/Form';
import type { Problem } from '../../shared/bridge/view.ts';
import { useBridge } from '../bridge/bridge-context.ts';
import type { SignedOutView } from '../bridge/team-view.ts';
import { LabelledField } from '../fields/labelled-field.tsx';
import { useTexts } from '../i18n/locale.tsx';
import { Spinner } from '../icons/icons.tsx';
import { AppMark } from '../indicator/app-mark.tsx';
import { outcomeOf } from '../notices/notice-context.tsx';
import { ProblemText } from '../notices/problem-text.tsx';
import { SettingsTroubleNotice } from '../notices/settings-trouble-notice.tsx';
import { TokenField } from './token-field.tsx';

type Attempt =
  | { readonly kind: 'none' }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'running' }
  | { readonly kind: 'failed'; readonly problem: Problem };

export function SignIn({ view }: { readonly view: SignedOutView }) {
  const t = useTexts();
  const bridge = useBridge();
  const [server, setServer] = useState(view.server);
  const [token, setToken] = useState('');
  const [attempt, setAttempt] = useState<Attempt>({ kind: 'none' });
  const running = attempt.kind === 'running';
  const incomplete = attempt.kind === 'incomplete';
  const problem = problemToTell(attempt, view.problem);

  async function signIn(form: HTMLFormElement): Promise<void> {
    const argument = { server: server.trim(), token: token.trim() };
    if (argument.server === '' || argument.token === '') {
      setAttempt({ kind: 'incomplete' });
      const inputs = [...form.querySelectorAll('input')];
      inputs.find((input) => input.value.trim() === '')?.focus();
      return;
    }
    setAttempt({ kind: 'running' });
    const outcome = await outcomeOf(bridge.signIn(argument));
    setAttempt(outcome.ok ? { kind: 'none' } : { kind: 'failed', problem: outcome.problem });
  }

  return (
    <main className="window sign-in">
      <header className="sign-in-header">
        <AppMark />
        <h1>{t('signIn.title')}</h1>
        <p>{t('signIn.intro')}</p>
      </header>
      <SettingsTroubleNotice trouble={view.settingsTrouble} />
      <div role="alert">
        {problem === null ? null : (
          <div className="message message-problem">
            <ProblemText problem={problem} />
          </div>
        )}
      </div>
      <Form
        className="stack"
        validationBehavior="aria"
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault();
          if (!running) void signIn(event.currentTarget);
        }}
      >
        <LabelledField
          label={t('signIn.server')}
          hint={t('signIn.serverHint')}
          error={incomplete && server.trim() === '' ? t('signIn.serverMissing') : null}
          value={server}
          onChange={setServer}
          inputMode="url"
          isReadOnly={running}
          autoFocus={view.server === ''}
        />
        <TokenField
          error={incomplete && token.trim() === '' ? t('signIn.tokenMissing') : null}
          value={token}
          onChange={setToken}
          isReadOnly={running}
          autoFocus={view.server !== ''}
        />
        <Button type="submit" className="button button-primary" isPending={running}>
          {running ? <Spinner /> : null}
          {t(running ? 'signIn.submitting' : 'signIn.submit')}
        </Button>
      </Form>
    </main>
  );
}

/** The last attempt's problem; before the first attempt, why the member has to sign in again. */
function problemToTell(attempt: Attempt, reason: Problem | null): Problem | null {
  if (attempt.kind === 'failed') return attempt.problem;
  return attempt.kind === 'none' ? reason : null;
}
