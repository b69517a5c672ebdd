import type { ContactsReport } from '../control/contact-report.ts';
import type { OwnReport, ReportedMember, TeamReport } from '../control/report.ts';

/** The objects of `--json`; README.md describes them, and scripts rely on them. */
export function ownJson({ live, pending, connected, signedIn }: OwnReport): string {
  return JSON.stringify({
    status: live?.status ?? null,
    since: iso(live?.since),
    until: iso(live?.until),
    note: live?.note ?? null,
    cause: live?.cause ?? null,
    choice: live?.choice ?? null,
    pending: pending === null ? null : { choice: pending.choice, until: iso(pending.until) },
    connected,
    signedIn,
  });
}

export function teamJson({ members, connected, signedIn }: TeamReport): string {
  return JSON.stringify({ members: members.map(memberObject), connected, signedIn });
}

export function contactsJson({ live, connected, signedIn }: ContactsReport): string {
  return JSON.stringify({
    waiting: live?.waiting ?? null,
    oldestSince: iso(live?.oldestSince),
    mine: (live?.mine ?? []).map(({ arrivedAt, assignedAt, ...contact }) => ({
      ...contact,
      arrivedAt: iso(arrivedAt),
      assignedAt: iso(assignedAt),
    })),
    connected,
    signedIn,
  });
}

function memberObject({ since, until, ...member }: ReportedMember) {
  return { ...member, since: iso(since), until: iso(until) };
}

function iso(at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : new Date(at).toISOString();
}
