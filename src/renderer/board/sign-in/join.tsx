import { useState } from 'react';
import { useLocation } from 'wouter';
import { MAX_NAME_LENGTH } from '../../../shared/api/fields.ts';
import type { OfferedInvite } from '../../../shared/api/session.ts';
import { PlainForm } from '../../fields/plain-form.tsx';
import { useTexts } from '../../i18n/locale.tsx';
import { useApi, useBoard } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { ResourceView } from '../ui/resource-view.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useAction } from '../ui/use-action.ts';
import { useResource } from '../ui/use-resource.ts';
import { CardPage } from './card-page.tsx';
import { isLongEnough, NewPassword } from './new-password.tsx';
import { SsoWay } from './sso-way.tsx';
import { useSecret } from './use-secret.ts';

/** Where the link of an invite leads: joining the team with a name and a password. */
export function Join() {
  const t = useBoardTexts();
  const api = useApi();
  const secret = useSecret();
  const invite = useResource(() => api.session.lookAtInvite(secret));
  const isGone =
    invite.state.kind === 'failed' &&
    (invite.state.problem.code === 'not-found' || invite.state.problem.code === 'invalid');
  if (isGone) {
    return (
      <CardPage title={t('join.goneTitle')}>
        <p>{t('join.gone')}</p>
      </CardPage>
    );
  }
  return (
    <CardPage title={t('join.title')}>
      <ResourceView resource={invite}>
        {(offered) => <JoinForm offered={offered} secret={secret} />}
      </ResourceView>
    </CardPage>
  );
}

function JoinForm(props: { readonly offered: OfferedInvite; readonly secret: string }) {
  const { offered, secret } = props;
  const t = useBoardTexts();
  const words = useTexts();
  const api = useApi();
  const { session } = useBoard();
  const [, navigate] = useLocation();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [isJudged, setJudged] = useState(false);
  const { run, isRunning, problem } = useAction();

  async function submit(): Promise<void> {
    setJudged(true);
    if (name.trim() === '' || !isLongEnough(password)) return;
    const joined = await run(() => api.session.join({ secret, name: name.trim(), password }));
    if (joined === null) return;
    await session.load();
    navigate('/', { replace: true });
  }
  async function joinWithSso(): Promise<void> {
    const begun = await run(() => api.session.joinWithSso(secret));
    if (begun !== null) location.assign(begun.value.url);
  }
  return (
    <>
      <p className="card-lead">
        {t('join.offer', {
          team: offered.team,
          role: words(`role.${offered.role}`),
        })}
      </p>
      <ProblemMessage
        problem={problem}
        words={{ 'not-found': t('join.gone'), conflict: t('join.taken') }}
      />
      <PlainForm onSubmit={() => void submit()}>
        <TextField
          label={t('signIn.email')}
          autoComplete="username"
          value={offered.email}
          onChange={() => undefined}
          isReadOnly
        />
        <TextField
          label={t('join.name')}
          hint={t('join.nameHint')}
          autoComplete="name"
          autoFocus
          maxLength={MAX_NAME_LENGTH}
          value={name}
          onChange={setName}
          isReadOnly={isRunning}
          error={isJudged && name.trim() === '' ? t('join.nameMissing') : null}
        />
        <NewPassword
          value={password}
          onChange={setPassword}
          isReadOnly={isRunning}
          isJudged={isJudged}
        />
        <SubmitButton label={t('join.submit')} isRunning={isRunning} />
      </PlainForm>
      <SsoWay>
        {(provider) => (
          <button
            type="button"
            className="button"
            aria-disabled={isRunning}
            onClick={() => void joinWithSso()}
          >
            {t('join.sso', { name: provider })}
          </button>
        )}
      </SsoWay>
    </>
  );
}
