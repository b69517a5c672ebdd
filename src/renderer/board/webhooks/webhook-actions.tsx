import type { Webhook } from '../../../shared/api/webhooks.ts';
import { useApi } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { useAction } from '../ui/use-action.ts';

type Props = {
  readonly webhook: Webhook;
  readonly onShow: () => void;
  /** A delivery is on its way that only tests. */
  readonly onTested: () => void;
  readonly onDone: () => void;
};

export function WebhookActions({ webhook, onShow, onTested, onDone }: Props) {
  const t = useBoardTexts();
  const api = useApi();
  const { run, isRunning, problem } = useAction();
  const { webhookId, url, active } = webhook;

  async function test(): Promise<void> {
    if ((await run(() => api.webhooks.test(webhookId))) !== null) onTested();
  }
  async function setActive(): Promise<void> {
    if ((await run(() => api.webhooks.change(webhookId, { active: !active }))) !== null) onDone();
  }
  return (
    <>
      <div className="row-actions">
        <RowButton
          label={t('webhooks.log')}
          fullLabel={t('webhooks.logOf', { url })}
          onClick={onShow}
        />
        <RowButton
          label={t('webhooks.test')}
          fullLabel={t('webhooks.testOf', { url })}
          isDisabled={isRunning}
          onClick={() => void test()}
        />
        <RowButton
          label={t(active ? 'webhooks.pause' : 'webhooks.resume')}
          fullLabel={t(active ? 'webhooks.pauseOf' : 'webhooks.resumeOf', { url })}
          isDisabled={isRunning}
          onClick={() => void setActive()}
        />
        <ConfirmButton
          label={t('webhooks.remove')}
          fullLabel={t('webhooks.removeOf', { url })}
          title={t('webhooks.remove')}
          question={t('webhooks.removeAsk', { url })}
          confirm={t('webhooks.remove')}
          isDanger
          onConfirm={() => api.webhooks.remove(webhookId)}
          onDone={onDone}
        />
      </div>
      <ProblemMessage problem={problem} />
    </>
  );
}
