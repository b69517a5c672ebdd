import { type FormEvent, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { Form } from 'react-aria-components/Form';
import type { Problem } from '../../shared/bridge/view.ts';
import { useBridge } from '../bridge/bridge-context.ts';
import { useTexts } from '../i18n/locale.tsx';
import { Spinner } from '../icons/icons.tsx';
import { outcomeOf } from '../notices/notice-context.tsx';
import { ProblemBox } from './problem-box.tsx';
import { ServerField } from './server-field.tsx';
import { TokenField } from './token-field.tsx';

type Attempt =
  | { readonly kind: 'none' }
  | { readonly kind: 'incomplete' }
  | { readonly kind: 'running' }
  | { readonly kind: 'failed'; readonly problem: Problem };

type Props = {
  /** Why the member has to sign in again, if there is a reason. */
  readonly reason: Problem | null;
  readonly server: string;
  readonly onServer: (server: string) => void;
  readonly onBrowser: () => void;
};

/** For whom somebody who looks after the server has made a token. */
export function TokenForm({ reason, server, onServer, onBrowser }: Props) {
  const t = useTexts();
  const bridge = useBridge();
  const [token, setToken] = useState('');
  const [attempt, setAttempt] = useState<Attempt>({ kind: 'none' });
  const running = attempt.kind === 'running';
  const incomplete = attempt.kind === 'incomplete';

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
    <>
      <ProblemBox problem={problemToTell(attempt, reason)} />
      <Form
        className="stack"
        validationBehavior="aria"
        onSubmit={(event: FormEvent<HTMLFormElement>) => {
          event.preventDefault();
          if (!running) void signIn(event.currentTarget);
        }}
      >
        <ServerField
          isMissing={incomplete}
          value={server}
          onChange={onServer}
          isReadOnly={running}
          autoFocus={server === ''}
        />
        <TokenField
          error={incomplete && token.trim() === '' ? t('signIn.tokenMissing') : null}
          value={token}
          onChange={setToken}
          isReadOnly={running}
          autoFocus={server !== ''}
        />
        <Button type="submit" className="button button-primary" isPending={running}>
          {running ? <Spinner /> : null}
          {t(running ? 'signIn.submitting' : 'signIn.submit')}
        </Button>
        <Button className="button" onPress={onBrowser} isDisabled={running}>
          {t('signIn.inBrowser')}
        </Button>
      </Form>
    </>
  );
}

/** The last attempt's problem; before the first attempt, why the member has to sign in again. */
function problemToTell(attempt: Attempt, reason: Problem | null): Problem | null {
  if (attempt.kind === 'failed') return attempt.problem;
  return attempt.kind === 'none' ? reason : null;
}
