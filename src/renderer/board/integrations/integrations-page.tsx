import { useState } from 'react';
import type { CreatedIntegration, Integration } from '../../../shared/api/integrations.ts';
import { useApi } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import type { Column } from '../ui/data-table.tsx';
import { ListTable } from '../ui/list-table.tsx';
import { Page } from '../ui/page.tsx';
import { Section } from '../ui/section.tsx';
import { ToldOnce } from '../ui/told-once.tsx';
import { useList } from '../ui/use-list.ts';
import { useMoment } from '../ui/use-moment.ts';
import { IntegrationForm } from './integration-form.tsx';

/** The programs that take part with a key of their own. */
export function IntegrationsPage() {
  const t = useBoardTexts();
  const api = useApi();
  const moment = useMoment();
  const list = useList<Integration>((cursor) => api.integrations.list(cursor));
  const [created, setCreated] = useState<CreatedIntegration | null>(null);

  const columns: readonly Column<Integration>[] = [
    { name: t('integrations.name'), isHeading: true, cell: ({ name }) => name },
    {
      name: t('integrations.scopes'),
      cell: ({ scopes }) => scopes.map((scope) => t(`integrations.scope.${scope}`)).join(', '),
    },
    { name: t('integrations.created'), cell: ({ createdAt }) => moment(createdAt) },
    {
      name: t('devices.lastUsed'),
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? t('page.never') : moment(lastUsedAt)),
    },
    {
      name: t('page.actions'),
      isUnnamed: true,
      cell: ({ integrationId, name }) => (
        <ConfirmButton
          label={t('integrations.revoke')}
          fullLabel={t('integrations.revokeOf', { name })}
          title={t('integrations.revoke')}
          question={t('integrations.revokeAsk', { name })}
          confirm={t('integrations.revoke')}
          isDanger
          onConfirm={() => api.integrations.remove(integrationId)}
          onDone={() => {
            if (created?.integrationId === integrationId) setCreated(null);
            list.reload();
          }}
        />
      ),
    },
  ];
  return (
    <Page title={t('nav.integrations')} about={t('integrations.about')}>
      <Section title={t('integrations.create')}>
        <IntegrationForm
          onCreated={(integration) => {
            setCreated(integration);
            list.reload();
          }}
        />
        {created === null ? null : (
          <ToldOnce
            label={t('integrations.keyOf', { name: created.name })}
            hint={t('integrations.keyHint')}
            secret={created.key}
            onDismiss={() => setCreated(null)}
          />
        )}
      </Section>
      <Section title={t('integrations.list')}>
        <ListTable
          list={list}
          label={t('integrations.list')}
          columns={columns}
          keyOf={({ integrationId }) => integrationId}
          empty={t('integrations.none')}
        />
      </Section>
      <p className="hint">
        <a href="/api/v1/docs">{t('integrations.docs')}</a>
      </p>
    </Page>
  );
}
