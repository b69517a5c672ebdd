import { useState } from 'react';
import { useSearch } from 'wouter';
import { SSO_PATH, SSO_PROBLEMS } from '../../../shared/api/sso.ts';
import type { Problem } from '../../../shared/bridge/view.ts';
import { PlainForm } from '../../fields/plain-form.tsx';
import { useApi, useBoard } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useAction } from '../ui/use-action.ts';
import { CardPage } from './card-page.tsx';
import { returnPath } from './return-path.ts';
import { SsoWay } from './sso-way.tsx';

/** Signing in with e-mail and password, or with the organization's own accounts. */
export function SignIn({ reason }: { readonly reason: Problem | null }) {
  const t = useBoardTexts();
  const api = useApi();
  const { session } = useBoard();
  const search = useSearch();
  const returnTo = returnPath(search);
  const ssoProblem = SSO_PROBLEMS.find(
    (code) => code === new URLSearchParams(search).get('problem'),
  );
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isIncomplete, setIncomplete] = useState(false);
  const { run, isRunning, problem, state } = useAction();

  async function submit(): Promise<void> {
    const given = { email: email.trim(), password };
    setIncomplete(given.email === '' || given.password === '');
    if (given.email === '' || given.password === '') return;
    if ((await run(() => api.session.signIn(given))) === null) {
      setPassword('');
      return;
    }
    // With a session this page leads on by itself.
    await session.load();
  }
  return (
    <CardPage title={t('signIn.title')} about={t('signIn.about')}>
      {state.kind === 'none' ? <ProblemMessage problem={reason} /> : null}
      {state.kind === 'none' && ssoProblem !== undefined ? (
        <div className="message message-problem" role="alert">
          {t(`sso.${ssoProblem}`)}
        </div>
      ) : null}
      <ProblemMessage
        problem={problem}
        words={{ unauthorized: t('signIn.wrong'), invalid: t('signIn.notAnAddress') }}
      />
      <PlainForm onSubmit={() => void submit()}>
        <TextField
          label={t('signIn.email')}
          type="email"
          autoComplete="username"
          autoFocus
          value={email}
          onChange={setEmail}
          isReadOnly={isRunning}
          error={isIncomplete && email.trim() === '' ? t('signIn.emailMissing') : null}
        />
        <TextField
          label={t('signIn.password')}
          type="password"
          autoComplete="current-password"
          value={password}
          onChange={setPassword}
          isReadOnly={isRunning}
          error={isIncomplete && password === '' ? t('signIn.passwordMissing') : null}
        />
        <SubmitButton label={t('signIn.submit')} isRunning={isRunning} />
      </PlainForm>
      <SsoWay>
        {(name) => (
          <a className="button" href={`${SSO_PATH}?${new URLSearchParams({ returnTo })}`}>
            {t('signIn.sso', { name })}
          </a>
        )}
      </SsoWay>
      <p className="hint">{t('signIn.help')}</p>
    </CardPage>
  );
}
