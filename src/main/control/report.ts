import { z } from 'zod';
import type { AppView, MemberView } from '../../shared/bridge/view.ts';
import { CAUSES, CHOICES, STATUSES } from '../../shared/domain/status.ts';

const epochMs = z.int().min(0);
const liveShape = {
  status: z.enum(STATUSES),
  since: epochMs,
  cause: z.enum(CAUSES),
  note: z.string().nullable(),
};

const connectionShape = { signedIn: z.boolean(), connected: z.boolean() };

/** The own status as scripts read it. Times are epoch milliseconds. */
export const ownReportSchema = z.object({
  ...connectionShape,
  /** Null where nothing is known live (PR9). */
  live: z.object({ ...liveShape, choice: z.enum(CHOICES), until: epochMs.nullable() }).nullable(),
  /** A choice that the server does not have yet (PR10). */
  pending: z.object({ choice: z.enum(CHOICES), until: epochMs.nullable() }).nullable(),
});
export type OwnReport = z.infer<typeof ownReportSchema>;

const reportedMemberSchema = z.object({
  memberId: z.string(),
  name: z.string(),
  role: z.string(),
  /** Whether it is the member who asks. */
  self: z.boolean(),
  ...liveShape,
  until: epochMs.nullable(),
});
export type ReportedMember = z.infer<typeof reportedMemberSchema>;

/** Everyone in the team, by name within each status; nobody where nothing is known live (PR9). */
export const teamReportSchema = z.object({
  ...connectionShape,
  members: z.array(reportedMemberSchema),
});
export type TeamReport = z.infer<typeof teamReportSchema>;

/** What is known of the member themselves. */
export function ownReport(view: AppView): OwnReport {
  if (view.kind === 'signed-out') {
    return { signedIn: false, connected: false, live: null, pending: null };
  }
  const { connection, self, pending } = view;
  return {
    signedIn: true,
    connected: connection.kind === 'connected',
    live:
      self === null || self.live === null
        ? null
        : { ...statusOf(self.live), choice: self.choice, until: self.choiceUntil },
    pending: pending === null ? null : { choice: pending.choice, until: pending.until },
  };
}

/** What is known of everyone. */
export function teamReport(view: AppView): TeamReport {
  if (view.kind === 'signed-out') return { signedIn: false, connected: false, members: [] };
  const everyone = view.self === null ? view.members : [view.self, ...view.members];
  const members = everyone.flatMap((member) => reported(member, member === view.self));
  return {
    signedIn: true,
    connected: view.connection.kind === 'connected',
    members: STATUSES.flatMap((status) => members.filter((member) => member.status === status)),
  };
}

function reported({ memberId, name, role, live }: MemberView, self: boolean): ReportedMember[] {
  if (live === null) return [];
  return [{ memberId, name, role, self, ...statusOf(live), until: live.until }];
}

function statusOf({ status, since, cause, note }: NonNullable<MemberView['live']>) {
  return { status, since, cause, note };
}
