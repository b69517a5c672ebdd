import { useState } from 'react';
import type { CreatedWebhook, Webhook } from '../../../shared/api/webhooks.ts';
import { useApi } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import type { Column } from '../ui/data-table.tsx';
import { ListTable } from '../ui/list-table.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { ToldOnce } from '../ui/told-once.tsx';
import { useList } from '../ui/use-list.ts';
import { useMoment } from '../ui/use-moment.ts';
import { Deliveries } from './deliveries.tsx';
import { WebhookActions } from './webhook-actions.tsx';
import { WebhookForm } from './webhook-form.tsx';

/** Where the server tells of what happens, and how that went. */
export function WebhooksPage() {
  const t = useBoardTexts();
  const api = useApi();
  const moment = useMoment();
  const list = useList<Webhook>((cursor) => api.webhooks.list(cursor));
  const [created, setCreated] = useState<CreatedWebhook | null>(null);
  const [shown, setShown] = useState<Webhook | null>(null);
  const [revision, setRevision] = useState(0);

  const columns: readonly Column<Webhook>[] = [
    {
      name: t('webhooks.url'),
      isHeading: true,
      cell: ({ url, events }) => (
        <>
          <span className="address">{url}</span>
          <span className="cell-detail">
            {events.map((event) => t(`webhooks.event.${event}`)).join(', ')}
          </span>
        </>
      ),
    },
    {
      name: t('webhooks.state'),
      cell: ({ active, failingSince }) => {
        if (!active) return t('webhooks.paused');
        return failingSince === null
          ? t('webhooks.working')
          : t('webhooks.failing', { time: moment(failingSince) });
      },
    },
    {
      name: t('page.actions'),
      isUnnamed: true,
      cell: (webhook) => (
        <WebhookActions
          webhook={webhook}
          onShow={() => setShown(webhook)}
          onTested={() => {
            setShown(webhook);
            setRevision(revision + 1);
          }}
          onDone={() => {
            if (created?.webhookId === webhook.webhookId) setCreated(null);
            setShown(null);
            list.reload();
          }}
        />
      ),
    },
  ];
  return (
    <Page title={t('nav.webhooks')} about={t('webhooks.about')}>
      <Section title={t('webhooks.create')}>
        <WebhookForm
          onCreated={(webhook) => {
            setCreated(webhook);
            list.reload();
          }}
        />
        {created === null ? null : (
          <ToldOnce
            label={t('webhooks.secret')}
            hint={t('webhooks.secretHint')}
            secret={created.secret}
            onDismiss={() => setCreated(null)}
          />
        )}
      </Section>
      <Section title={t('webhooks.list')}>
        <ListTable
          list={list}
          label={t('webhooks.list')}
          columns={columns}
          keyOf={({ webhookId }) => webhookId}
          empty={t('webhooks.none')}
        />
      </Section>
      {shown === null ? null : (
        <Deliveries key={`${shown.webhookId} ${revision}`} webhook={shown} />
      )}
    </Page>
  );
}
