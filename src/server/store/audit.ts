import type { AuditAction } from '../../shared/api/audit.ts';

/** Who made a change. The name is kept, because members and integrations may be gone when it is read. */
export type AuditActor =
  | { readonly kind: 'member'; readonly id: string; readonly name: string }
  | { readonly kind: 'integration'; readonly id: string; readonly name: string }
  /** Whoever runs the server, at its command line. */
  | { readonly kind: 'operator' }
  /** A rule of the team's, such as the hold of AS6. */
  | { readonly kind: 'system' };

type Values = Readonly<Record<string, unknown>>;

/** A change to be recorded. `before` and `after` hold what differs, never a secret. */
export type NewAuditEntry = {
  readonly at: number;
  readonly actor: AuditActor;
  readonly action: AuditAction;
  /** What it was done to. */
  readonly subject: { readonly id: string; readonly name: string } | null;
  readonly before: Values | null;
  readonly after: Values | null;
};

export type AuditEntry = NewAuditEntry & {
  readonly auditId: string;
  /** Counts the team's entries from 1 without gaps: whoever removes one leaves a gap. */
  readonly no: number;
};

export type AuditQuery = {
  /** Only entries with a smaller number. */
  readonly before?: number | undefined;
  readonly limit: number;
};

export interface AuditReader {
  /** The latest first. */
  entries(teamId: string, query: AuditQuery): Promise<readonly AuditEntry[]>;
}

/** The record can only grow. */
export interface AuditTrail extends AuditReader {
  record(entry: NewAuditEntry): Promise<void>;
  /** Several at once, in their order. */
  recordAll(entries: readonly NewAuditEntry[]): Promise<void>;
}
