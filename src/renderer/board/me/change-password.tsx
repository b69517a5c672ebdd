import { useState } from 'react';
import { PlainForm } from '../../fields/plain-form.tsx';
import { useApi, useSession } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { isLongEnough, NewPassword } from '../sign-in/new-password.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { ResourceView } from '../ui/resource-view.tsx';
import { Section } from '../ui/section.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useAction } from '../ui/use-action.ts';
import { useResource } from '../ui/use-resource.ts';

type Props = {
  /** Every other device is signed out. */
  readonly onChanged: () => void;
};

export function ChangePassword({ onChanged }: Props) {
  const t = useBoardTexts();
  const api = useApi();
  const me = useResource(() => api.me.get());
  return (
    <Section title={t('password.change')} hint={t('password.changeHint')}>
      <ResourceView resource={me}>
        {({ hasPassword }) =>
          hasPassword ? <PasswordForm onChanged={onChanged} /> : <p>{t('password.none')}</p>
        }
      </ResourceView>
    </Section>
  );
}

function PasswordForm({ onChanged }: Props) {
  const t = useBoardTexts();
  const api = useApi();
  const { member } = useSession();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const [isJudged, setJudged] = useState(false);
  const { run, isRunning, problem, state, forget } = useAction();

  async function submit(): Promise<void> {
    setJudged(true);
    if (current === '' || !isLongEnough(password)) return;
    if ((await run(() => api.me.changePassword({ current, password }))) === null) return;
    setCurrent('');
    setPassword('');
    setJudged(false);
    onChanged();
  }
  return (
    <PlainForm onSubmit={() => void submit()}>
      <ProblemMessage
        problem={problem}
        words={{ forbidden: t('password.wrong'), unauthorized: t('password.wrong') }}
      />
      {/* For managers of passwords, which else do not know whose it is. */}
      <input
        className="visually-hidden"
        type="text"
        autoComplete="username"
        value={member.email}
        readOnly
        tabIndex={-1}
        aria-hidden="true"
      />
      <TextField
        label={t('password.current')}
        type="password"
        autoComplete="current-password"
        value={current}
        onChange={(value) => {
          setCurrent(value);
          forget();
        }}
        isReadOnly={isRunning}
        error={isJudged && current === '' ? t('password.currentMissing') : null}
      />
      <NewPassword
        value={password}
        onChange={setPassword}
        isReadOnly={isRunning}
        isJudged={isJudged}
      />
      <div className="form-end">
        <SubmitButton label={t('password.change')} isRunning={isRunning} isQuiet />
        <p role="status" className="saved">
          {state.kind === 'done' ? t('password.changed') : ''}
        </p>
      </div>
    </PlainForm>
  );
}
