import { useState } from 'react';
import { useSearch } from 'wouter';
import type { Problem } from '../../../shared/bridge/view.ts';
import { useApi, useBoard } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { PlainForm } from '../ui/plain-form.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useAction } from '../ui/use-action.ts';
import { useResource } from '../ui/use-resource.ts';
import { CardPage } from './card-page.tsx';
import { nextPath } from './next-path.ts';

/** Signing in with e-mail and password, or with the organization's own accounts. */
export function SignIn({ reason }: { readonly reason: Problem | null }) {
  const t = useBoardTexts();
  const api = useApi();
  const { session } = useBoard();
  const next = nextPath(useSearch());
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [isIncomplete, setIncomplete] = useState(false);
  const { run, isRunning, problem, state } = useAction();
  const options = useResource(() => api.session.options());
  const sso = options.state.kind === 'shown' ? options.state.value.sso : null;

  async function submit(): Promise<void> {
    const given = { email: email.trim(), password };
    setIncomplete(given.email === '' || given.password === '');
    if (given.email === '' || given.password === '') return;
    if ((await run(() => api.session.signIn(given))) === null) {
      setPassword('');
      return;
    }
    // With a session this page leads on to `next` by itself.
    await session.load();
  }
  return (
    <CardPage title={t('signIn.title')} about={t('signIn.about')}>
      {state.kind === 'none' ? <ProblemMessage problem={reason} /> : null}
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
      {sso === null ? null : (
        <>
          <p className="or">{t('signIn.or')}</p>
          <a className="button" href={`/api/v1/sso/start?${new URLSearchParams({ next })}`}>
            {t('signIn.sso', { name: sso.name })}
          </a>
        </>
      )}
      <p className="hint">{t('signIn.help')}</p>
    </CardPage>
  );
}
