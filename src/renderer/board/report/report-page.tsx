import { useState } from 'react';
import type { ReportQuery } from '../../../shared/api/report.ts';
import { useApi } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { Page } from '../ui/page.tsx';
import { ResourceView } from '../ui/resource-view.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useResource } from '../ui/use-resource.ts';
import { isPeriod, isSame, PERIODS, type Period, periodOf } from './period.ts';
import { ReportTable } from './report-table.tsx';

/** How long each member was in each status, day by day. */
export function ReportPage() {
  const t = useBoardTexts();
  const [period, setPeriod] = useState<Period>(() => periodOf('week', Date.now()));
  return (
    <Page title={t('nav.report')} about={t('report.about')}>
      <div className="form-row">
        <TextField
          label={t('report.from')}
          type="date"
          value={period.from}
          onChange={(from) => setPeriod({ ...period, from })}
        />
        <TextField
          label={t('report.to')}
          type="date"
          value={period.to}
          onChange={(to) => setPeriod({ ...period, to })}
        />
        {PERIODS.map((name) => (
          <button
            key={name}
            type="button"
            className="button"
            aria-pressed={isSame(period, periodOf(name, Date.now()))}
            onClick={() => setPeriod(periodOf(name, Date.now()))}
          >
            {t(`report.period.${name}`)}
          </button>
        ))}
      </div>
      {isPeriod(period) ? (
        <Report period={period} />
      ) : (
        <p className="field-error" role="alert">
          {t('report.notAPeriod')}
        </p>
      )}
    </Page>
  );
}

function Report({ period }: { readonly period: Period }) {
  const t = useBoardTexts();
  const api = useApi();
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const query: ReportQuery = { ...period, timeZone };
  const report = useResource(() => api.report.get(query), `${period.from} ${period.to}`);
  return (
    <>
      <div className="page-tools">
        <a className="button" href={api.report.file(query)} download>
          {t('page.csv')}
        </a>
        <p className="hint">{t('report.zone', { zone: timeZone })}</p>
      </div>
      <ResourceView resource={report}>
        {({ members }) => <ReportTable members={members} />}
      </ResourceView>
    </>
  );
}
