import type { Device } from '../../../shared/api/devices.ts';
import { useApi, useBoard } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { ResourceView } from '../ui/resource-view.tsx';
import { Section } from '../ui/section.tsx';
import { useMoment } from '../ui/use-moment.ts';
import type { Resource } from '../ui/use-resource.ts';

/** Where the member is signed in, and the way to end that (TR3). */
export function Devices({
  devices,
}: {
  readonly devices: Resource<{ readonly items: readonly Device[] }>;
}) {
  const t = useBoardTexts();
  const api = useApi();
  const { session } = useBoard();
  const moment = useMoment();

  const columns: readonly Column<Device>[] = [
    {
      name: t('devices.device'),
      isHeading: true,
      cell: ({ name, kind, current }) => (
        <>
          {name}
          <span className="cell-detail">
            {t(current ? 'devices.current' : `devices.kind.${kind}`)}
          </span>
        </>
      ),
    },
    { name: t('devices.since'), cell: ({ createdAt }) => moment(createdAt) },
    {
      name: t('devices.lastUsed'),
      cell: ({ lastUsedAt }) => (lastUsedAt === null ? t('page.never') : moment(lastUsedAt)),
    },
    {
      name: t('page.actions'),
      isUnnamed: true,
      cell: ({ tokenId, name, current }) =>
        current ? (
          <button
            type="button"
            className="button button-small"
            onClick={() => void session.signOut()}
          >
            {t('devices.signOutHere')}
          </button>
        ) : (
          <ConfirmButton
            label={t('devices.revoke')}
            fullLabel={t('devices.revokeOf', { device: name })}
            title={t('devices.revoke')}
            question={t('devices.revokeAsk', { device: name })}
            confirm={t('devices.revoke')}
            isDanger
            onConfirm={() => api.me.revokeDevice(tokenId)}
            onDone={devices.reload}
          />
        ),
    },
  ];
  return (
    <Section title={t('devices.title')} hint={t('devices.hint')}>
      <ResourceView resource={devices}>
        {({ items }) => (
          <DataTable
            label={t('devices.title')}
            columns={columns}
            rows={items}
            keyOf={({ tokenId }) => tokenId}
            empty={t('devices.none')}
          />
        )}
      </ResourceView>
    </Section>
  );
}
