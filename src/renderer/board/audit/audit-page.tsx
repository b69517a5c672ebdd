import { AUDIT_ACTIONS, type AuditEntry } from '../../../shared/api/audit.ts';
import { formatTimeWithSeconds } from '../../../shared/time/moment.ts';
import type { TeamView } from '../../bridge/team-view.ts';
import { useFormatLocale, useTexts } from '../../i18n/locale.tsx';
import { useApi } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import type { Column } from '../ui/data-table.tsx';
import { ListTable } from '../ui/list-table.tsx';
import { Page } from '../ui/page.tsx';
import { useList } from '../ui/use-list.ts';
import { useMoment } from '../ui/use-moment.ts';
import { Changes } from './changes.tsx';
import type { Speech } from './field-words.ts';

/** Enough of an id to tell one from another by eye. */
const SHORT_ID_LENGTH = 8;

/** Every change of the team with who made it; to be read and kept, never edited. */
export function AuditPage({ view: { self, members } }: { readonly view: TeamView }) {
  const t = useBoardTexts();
  const api = useApi();
  const locale = useFormatLocale();
  const moment = useMoment();
  const names = new Map(
    (self === null ? members : [self, ...members]).map(({ memberId, name }) => [memberId, name]),
  );
  const speech: Speech = {
    t,
    shared: useTexts(),
    locale,
    nameOf: (memberId) => names.get(memberId) ?? null,
    momentOf: moment,
  };
  const list = useList<AuditEntry>((cursor) => api.audit.list(cursor));

  const columns: readonly Column<AuditEntry>[] = [
    {
      name: t('audit.time'),
      cell: ({ at }) => (
        <time dateTime={new Date(at).toISOString()} title={formatTimeWithSeconds(at, locale)}>
          {moment(at)}
        </time>
      ),
    },
    {
      name: t('audit.who'),
      cell: ({ actor }) => (
        <>
          {actor.name ?? t(`audit.actor.${actor.kind}`)}
          {actor.name === null || actor.kind === 'member' ? null : (
            <span className="cell-detail">{t(`audit.actor.${actor.kind}`)}</span>
          )}
        </>
      ),
    },
    {
      name: t('audit.what'),
      isHeading: true,
      cell: ({ action, subject }) => {
        const known = AUDIT_ACTIONS.find((candidate) => candidate === action);
        return (
          <span title={action}>
            {known === undefined ? action : t(`audit.action.${known}`)}
            <span className="cell-detail">
              {subject.name === subject.id ? subject.id?.slice(0, SHORT_ID_LENGTH) : subject.name}
            </span>
          </span>
        );
      },
    },
    {
      name: t('audit.change'),
      cell: (entry) => <Changes entry={entry} speech={speech} />,
    },
  ];
  return (
    <Page title={t('nav.audit')} about={t('audit.about')}>
      <div className="page-tools">
        <a className="button" href={api.audit.file} download>
          {t('page.csv')}
        </a>
        <button type="button" className="button" onClick={list.reload}>
          {t('page.reload')}
        </button>
      </div>
      <ListTable
        list={list}
        label={t('nav.audit')}
        columns={columns}
        keyOf={({ entryId }) => entryId}
        empty={t('audit.none')}
      />
    </Page>
  );
}
