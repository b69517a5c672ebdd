import type { StatusReport } from '../../../shared/api/report.ts';
import { STATUSES } from '../../../shared/domain/status.ts';
import { useFormatLocale, useTexts } from '../../i18n/locale.tsx';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { formatHours } from './hours.ts';
import { totalOf } from './shares.ts';
import { StatusBar } from './status-bar.tsx';

type MemberDays = StatusReport['members'][number];
type Row = MemberDays['days'][number] & { readonly key: string; readonly isTotal: boolean };

/** A table for each member: the whole time, and under it each day. */
export function ReportTable({ members }: { readonly members: readonly MemberDays[] }) {
  const t = useBoardTexts();
  if (members.length === 0) return <p className="empty-list">{t('report.nobody')}</p>;
  return members.map((member) => <MemberReport key={member.memberId} member={member} />);
}

function MemberReport({ member }: { readonly member: MemberDays }) {
  const t = useBoardTexts();
  const words = useTexts();
  const locale = useFormatLocale();
  const days = new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    // The day is the server's answer and has no time that could be shifted.
    timeZone: 'UTC',
  });
  const rows: readonly Row[] = [
    { ...totalOf(member.days), day: '', key: 'total', isTotal: true },
    ...member.days.map((day) => ({ ...day, key: day.day, isTotal: false })),
  ];
  const columns: readonly Column<Row>[] = [
    {
      name: t('report.day'),
      isHeading: true,
      cell: ({ day, isTotal }) =>
        isTotal ? t('report.total') : days.format(new Date(`${day}T00:00:00Z`)),
    },
    { name: t('report.share'), isUnnamed: true, cell: (row) => <StatusBar time={row} /> },
    ...STATUSES.map((status) => ({
      name: words(`status.${status}`),
      isNumber: true as const,
      cell: (row: Row) => formatHours(row[`${status}Ms`], locale),
    })),
  ];
  return (
    <section className="section report-member">
      <h2>{member.name}</h2>
      <DataTable
        label={t('report.of', { name: member.name })}
        columns={columns}
        rows={rows}
        keyOf={({ key }) => key}
        empty=""
      />
    </section>
  );
}
