import { useState } from 'react';
import {
  type CreatedWebhook,
  newWebhookSchema,
  WEBHOOK_EVENTS,
  type WebhookEvent,
} from '../../../shared/api/webhooks.ts';
import { PlainForm } from '../../fields/plain-form.tsx';
import { useApi } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { CheckList } from '../ui/check-list.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useAction } from '../ui/use-action.ts';

type Props = { readonly onCreated: (webhook: CreatedWebhook) => void };

export function WebhookForm({ onCreated }: Props) {
  const t = useBoardTexts();
  const api = useApi();
  const [url, setUrl] = useState('');
  const [events, setEvents] = useState<readonly WebhookEvent[]>(WEBHOOK_EVENTS);
  const [isJudged, setJudged] = useState(false);
  const { run, isRunning, problem } = useAction();
  const urlFits = newWebhookSchema.shape.url.safeParse(url.trim()).success;

  async function submit(): Promise<void> {
    setJudged(true);
    if (!urlFits || events.length === 0) return;
    const made = await run(() => api.webhooks.create({ url: url.trim(), events: [...events] }));
    if (made === null) return;
    setUrl('');
    setJudged(false);
    onCreated(made.value);
  }
  return (
    <PlainForm label={t('webhooks.create')} onSubmit={() => void submit()}>
      <ProblemMessage problem={problem} words={{ invalid: t('webhooks.urlRefused') }} />
      <TextField
        label={t('webhooks.url')}
        hint={t('webhooks.urlHint')}
        value={url}
        onChange={setUrl}
        isReadOnly={isRunning}
        error={isJudged && !urlFits ? t('webhooks.urlInvalid') : null}
      />
      <CheckList
        label={t('webhooks.events')}
        options={WEBHOOK_EVENTS}
        chosen={events}
        textOf={(event) => t(`webhooks.event.${event}`)}
        onChange={setEvents}
        error={isJudged && events.length === 0 ? t('webhooks.eventMissing') : null}
      />
      <div>
        <SubmitButton label={t('webhooks.make')} isRunning={isRunning} />
      </div>
    </PlainForm>
  );
}
