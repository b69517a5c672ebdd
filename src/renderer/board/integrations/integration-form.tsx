import { useState } from 'react';
import { type CreatedIntegration, SCOPES, type Scope } from '../../../shared/api/integrations.ts';
import { PlainForm } from '../../fields/plain-form.tsx';
import { useApi } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { CheckList } from '../ui/check-list.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useAction } from '../ui/use-action.ts';

type Props = { readonly onCreated: (integration: CreatedIntegration) => void };

export function IntegrationForm({ onCreated }: Props) {
  const t = useBoardTexts();
  const api = useApi();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['contacts']);
  const [isJudged, setJudged] = useState(false);
  const { run, isRunning, problem } = useAction();

  async function submit(): Promise<void> {
    setJudged(true);
    if (name.trim() === '' || scopes.length === 0) return;
    const made = await run(() =>
      api.integrations.create({ name: name.trim(), scopes: [...scopes] }),
    );
    if (made === null) return;
    setName('');
    setJudged(false);
    onCreated(made.value);
  }
  return (
    <PlainForm label={t('integrations.create')} onSubmit={() => void submit()}>
      <ProblemMessage problem={problem} />
      <TextField
        label={t('integrations.name')}
        hint={t('integrations.nameHint')}
        maxLength={64}
        value={name}
        onChange={setName}
        isReadOnly={isRunning}
        error={isJudged && name.trim() === '' ? t('integrations.nameMissing') : null}
      />
      <CheckList
        label={t('integrations.scopes')}
        options={SCOPES}
        chosen={scopes}
        textOf={(scope) => t(`integrations.scope.${scope}`)}
        onChange={setScopes}
        error={isJudged && scopes.length === 0 ? t('integrations.scopeMissing') : null}
      />
      <div>
        <SubmitButton label={t('integrations.make')} isRunning={isRunning} />
      </div>
    </PlainForm>
  );
}
