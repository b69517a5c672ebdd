import type { Generated, Kysely, Transaction } from 'kysely';
import type { WebhookEvent } from '../../../shared/api/webhooks.ts';
import type { AssignedBy, ContactState, ReturnReason } from '../../../shared/domain/contact.ts';
import type { Role } from '../../../shared/domain/member.ts';
import type { Cause, Choice, Status } from '../../../shared/domain/status.ts';
import type { TokenKind } from '../accounts.ts';
import type { AuditActor } from '../audit.ts';

// The tables as they are after all migrations. Times are epoch milliseconds, flags 0 or 1.

type TeamsTable = {
  team_id: string;
  name: string;
  settings: string;
  timeout_set_by: string | null;
  timeout_set_at: number | null;
  created_at: number;
  /** Since when nobody is Online, where that was told (NO6). */
  uncovered_since: Generated<number | null>;
};

type MembersTable = {
  member_id: string;
  team_id: string;
  email: string;
  name: string;
  role: Role;
  created_at: number;
  password_hash: string | null;
  active: number;
  receives_contacts: number;
  capacity: number;
  last_assignment_no: Generated<number>;
  seat: number;
};

type ChoicesTable = {
  member_id: string;
  choice: Choice;
  made_at: number;
  made_on: string | null;
  until: number | null;
  note: string | null;
  fallback: Choice;
};

type TokensTable = {
  token_id: string;
  token_hash: string;
  member_id: string;
  kind: TokenKind;
  device_id: string | null;
  device_name: string;
  created_at: number;
  last_used_at: number | null;
};

type DevicesTable = {
  member_id: string;
  device_id: string;
  name: string;
  last_input_at: number;
  locked: number;
};

type StatusHistoryTable = {
  member_id: string;
  status: Status;
  cause: Cause;
  began_at: number;
  ended_at: number | null;
  device_name: string | null;
};

type IdentitiesTable = {
  issuer: string;
  subject: string;
  member_id: string;
  linked_at: number;
};

type LinksTable = {
  link_id: string;
  secret_hash: string;
  team_id: string;
  kind: 'invite' | 'password' | 'device';
  /** Whom it is for; null for an invite. */
  member_id: string | null;
  /** Whom an invite is for. */
  email: string | null;
  role: Role | null;
  challenge: string | null;
  device_name: string | null;
  created_by: string | null;
  created_at: number;
  expires_at: number;
};

type IntegrationsTable = {
  integration_id: string;
  team_id: string;
  name: string;
  key_hash: string;
  scopes: string;
  created_by: string | null;
  created_at: number;
  last_used_at: number | null;
};

type WatchesTable = { member_id: string; watched_id: string };

type ContactsTable = {
  contact_id: string;
  team_id: string;
  customer: string;
  subject: string | null;
  channel: string | null;
  external_id: string | null;
  link: string | null;
  arrived_at: number;
  /** The place in the queue; means nothing where the contact does not wait. */
  position: number;
  state: ContactState['state'];
  member_id: string | null;
  assigned_at: number | null;
  assigned_by: AssignedBy | null;
  /** Of the assignments of a team the last has the greatest. */
  assignment_no: Generated<number>;
  given_offline_since: number | null;
  accepted_at: number | null;
  closed_at: number | null;
  return_reason: ReturnReason | null;
  returned_from: string | null;
  returned_at: number | null;
  /** A JSON list of members. */
  declined_by: string;
};

type WebhooksTable = {
  webhook_id: string;
  team_id: string;
  url: string;
  events: string;
  secret: string;
  active: number;
  created_by: string | null;
  created_at: number;
  failing_since: number | null;
  /** The number of its last delivery. */
  last_no: number;
};

type WebhookDeliveriesTable = {
  delivery_id: string;
  webhook_id: string;
  no: number;
  subject: string;
  event: WebhookEvent | 'test';
  body: string;
  state: 'pending' | 'delivered' | 'given-up';
  created_at: number;
  attempts: number;
  last_attempt_at: number | null;
  /** While it is claimed: when whoever tries it is taken to have failed. */
  next_attempt_at: number;
  claimed: number;
  http_status: number | null;
  problem: string | null;
};

type AuditTable = {
  audit_id: string;
  team_id: string;
  no: number;
  at: number;
  actor_kind: AuditActor['kind'];
  actor_id: string | null;
  actor_name: string;
  action: string;
  subject_id: string | null;
  subject_name: string | null;
  before: string | null;
  after: string | null;
};

type RequestsTable = {
  caller: string;
  request_key: string;
  fingerprint: string;
  status: number;
  body: string;
  answered_at: number;
};

type LeadershipTable = { term: number };

export type Tables = {
  teams: TeamsTable;
  members: MembersTable;
  choices: ChoicesTable;
  tokens: TokensTable;
  devices: DevicesTable;
  status_history: StatusHistoryTable;
  identities: IdentitiesTable;
  links: LinksTable;
  integrations: IntegrationsTable;
  watches: WatchesTable;
  contacts: ContactsTable;
  webhooks: WebhooksTable;
  webhook_deliveries: WebhookDeliveriesTable;
  audit: AuditTable;
  requests: RequestsTable;
  leadership: LeadershipTable;
};

/** The database, or a transaction on it. */
export type Db = Kysely<Tables> | Transaction<Tables>;
