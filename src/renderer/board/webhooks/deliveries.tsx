import type { Delivery, Webhook } from '../../../shared/api/webhooks.ts';
import { useApi } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import type { Column } from '../ui/data-table.tsx';
import { ListTable } from '../ui/list-table.tsx';
import { Section } from '../ui/section.tsx';
import { useList } from '../ui/use-list.ts';
import { useMoment } from '../ui/use-moment.ts';

/** What was told to a webhook and how that went, the latest first. */
export function Deliveries({ webhook }: { readonly webhook: Webhook }) {
  const t = useBoardTexts();
  const api = useApi();
  const moment = useMoment();
  const list = useList<Delivery>((cursor) => api.webhooks.deliveries(webhook.webhookId, cursor));

  const columns: readonly Column<Delivery>[] = [
    { name: t('webhooks.time'), isHeading: true, cell: ({ createdAt }) => moment(createdAt) },
    { name: t('webhooks.what'), cell: ({ event }) => t(`webhooks.event.${event}`) },
    {
      name: t('webhooks.state'),
      cell: (delivery) =>
        delivery.state === 'pending' && delivery.attempts > 0
          ? t('webhooks.next', { time: moment(delivery.nextAttemptAt) })
          : t(`webhooks.delivery.${delivery.state}`),
    },
    { name: t('webhooks.attempts'), isNumber: true, cell: ({ attempts }) => attempts },
    {
      name: t('webhooks.answer'),
      cell: ({ httpStatus, problem }) => (
        <>
          {httpStatus === null ? '' : `HTTP ${httpStatus}`}
          {problem === null ? null : <span className="cell-detail">{problem}</span>}
        </>
      ),
    },
  ];
  const title = t('webhooks.logOf', { url: webhook.url });
  return (
    <Section title={title} hint={t('webhooks.logHint')}>
      <div>
        <button type="button" className="button button-small" onClick={list.reload}>
          {t('page.reload')}
        </button>
      </div>
      <ListTable
        list={list}
        label={title}
        columns={columns}
        keyOf={({ deliveryId }) => deliveryId}
        empty={t('webhooks.noDeliveries')}
      />
    </Section>
  );
}
