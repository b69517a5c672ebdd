import { z } from 'zod';
import { id } from '../protocol/fields.ts';

/** Most days of one report. */
export const MAX_REPORT_DAYS = 92;

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** Whole days from `from` to `to`, both included, as the time zone has them. */
export const reportQuerySchema = z
  .strictObject({
    from: z.iso.date(),
    to: z.iso.date(),
    timeZone: z.string().max(64).refine(isTimeZone, 'is no time zone').default('UTC'),
  })
  .refine(({ from, to }) => from <= to, 'ends before it begins')
  .refine(
    ({ from, to }) => (Date.parse(to) - Date.parse(from)) / 86_400_000 < MAX_REPORT_DAYS,
    `has more than ${MAX_REPORT_DAYS} days`,
  );
export type ReportQuery = z.infer<typeof reportQuerySchema>;

const durationMs = z.int().min(0);

export const statusDaySchema = z.object({
  day: z.iso.date(),
  /** Milliseconds in each status; together less than the day where not all of it is known. */
  onlineMs: durationMs,
  busyMs: durationMs,
  offlineMs: durationMs,
});
export type StatusDay = z.infer<typeof statusDaySchema>;

export const statusReportSchema = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  timeZone: z.string(),
  /** By name; those who were switched off since are among them. */
  members: z.array(z.object({ memberId: id, name: z.string(), days: z.array(statusDaySchema) })),
});
/** How long each member was in each status, day by day. */
export type StatusReport = z.infer<typeof statusReportSchema>;
