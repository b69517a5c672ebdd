import type { Webhook } from '../../../shared/api/webhooks.ts';
import { useApi } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
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
        <button
          type="button"
          className="button button-small"
          aria-label={t('webhooks.logOf', { url })}
          onClick={onShow}
        >
          {t('webhooks.log')}
        </button>
        <button
          type="button"
          className="button button-small"
          aria-label={t('webhooks.testOf', { url })}
          aria-disabled={isRunning}
          onClick={() => void test()}
        >
          {t('webhooks.test')}
        </button>
        <button
          type="button"
          className="button button-small"
          aria-label={t(active ? 'webhooks.pauseOf' : 'webhooks.resumeOf', { url })}
          aria-disabled={isRunning}
          onClick={() => void setActive()}
        >
          {t(active ? 'webhooks.pause' : 'webhooks.resume')}
        </button>
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
