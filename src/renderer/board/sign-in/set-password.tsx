import { useState } from 'react';
import { useLocation } from 'wouter';
import { PlainForm } from '../../fields/plain-form.tsx';
import { useApi, useBoard } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { useAction } from '../ui/use-action.ts';
import { CardPage } from './card-page.tsx';
import { isLongEnough, NewPassword } from './new-password.tsx';
import { useSecret } from './use-secret.ts';

/** Where a link for setting one's password leads. */
export function SetPassword() {
  const t = useBoardTexts();
  const api = useApi();
  const { session } = useBoard();
  const [, navigate] = useLocation();
  const secret = useSecret();
  const [password, setPassword] = useState('');
  const [isJudged, setJudged] = useState(false);
  const { run, isRunning, problem } = useAction();

  async function submit(): Promise<void> {
    setJudged(true);
    if (!isLongEnough(password)) return;
    if ((await run(() => api.session.setPassword({ secret, password }))) === null) return;
    await session.load();
    navigate('/', { replace: true });
  }
  return (
    <CardPage title={t('password.title')} about={t('password.about')}>
      <ProblemMessage
        problem={problem}
        words={{
          'not-found': t('password.gone'),
          unauthorized: t('password.gone'),
          invalid: t('password.gone'),
        }}
      />
      <PlainForm onSubmit={() => void submit()}>
        <NewPassword
          value={password}
          onChange={setPassword}
          isReadOnly={isRunning}
          isJudged={isJudged}
          autoFocus
        />
        <SubmitButton label={t('password.submit')} isRunning={isRunning} />
      </PlainForm>
    </CardPage>
  );
}
