import { reportQuerySchema, statusReportSchema } from '../../../shared/api/report.ts';
import { MEMBERS } from '../../commands/who.ts';
import type { StatusReports } from '../../reports/status-reports.ts';
import { csvRoute, type Route, route } from '../route.ts';
import { ADA } from './examples.ts';

const description =
  'Days are those of the time zone: where clocks are changed one has 23 or 25 hours. What is not known counts as nothing. Owners and managers get everyone, others themselves.';

export function reportsRoutes({ reports }: { readonly reports: StatusReports }): readonly Route[] {
  return [
    route({
      method: 'GET',
      path: '/reports/status-time',
      name: 'getStatusTimes',
      summary: 'How long members were in each status, day by day',
      description,
      tag: 'Reports',
      who: MEMBERS,
      query: reportQuerySchema,
      answer: statusReportSchema,
      example: {
        answer: {
          from: '2026-03-02',
          to: '2026-03-02',
          timeZone: 'Europe/Berlin',
          members: [
            {
              memberId: ADA.memberId,
              name: ADA.name,
              days: [
                {
                  day: '2026-03-02',
                  onlineMs: 21_600_000,
                  busyMs: 5_400_000,
                  offlineMs: 59_400_000,
                },
              ],
            },
          ],
        },
      },
      run: ({ caller, query }) => reports.read(caller, query),
    }),
    csvRoute({
      method: 'GET',
      path: '/reports/status-time.csv',
      name: 'exportStatusTimes',
      summary: 'The same as a file for spreadsheets',
      description: `A line for each member and day, in seconds. ${description}`,
      tag: 'Reports',
      who: MEMBERS,
      query: reportQuerySchema,
      example: {
        answer:
          'day,member_id,name,online_seconds,busy_seconds,offline_seconds\r\n' +
          `2026-03-02,${ADA.memberId},${ADA.name},21600,5400,59400\r\n`,
      },
      run: ({ caller, query }) => reports.csv(caller, query),
    }),
  ];
}
