import type { z } from 'zod';
import type { Activity } from '../domain/activity.ts';
import type { Contact, Queue } from '../domain/contact.ts';
import type { StandingSettings } from '../domain/settings.ts';
import type { ContactNews, Contacts, Loads } from './contact-schemas.ts';
import type { ErrorCode } from './errors.ts';
import type {
  activityAnswerSchema,
  ByeReason,
  Choose,
  chooseAnswerSchema,
  History,
  HistoryQuery,
  PackedDelta,
  PackedSnapshot,
  PackedWelcome,
  Revoked,
  SettingsChange,
  TeamQuery,
} from './schemas.ts';

export type RefusedAnswer = {
  readonly ok: false;
  readonly code: ErrorCode;
  readonly message: string;
};
/** How the server acknowledges a command. */
export type Answer<T> = ({ readonly ok: true } & T) | RefusedAnswer;

export type ActivityAnswer = z.infer<typeof activityAnswerSchema>;
export type ChooseAnswer = z.infer<typeof chooseAnswerSchema>;

type Command<Payload, Result> = (
  payload: Payload,
  acknowledge: (answer: Answer<Result>) => void,
) => void;

/** What a client may say; every command is acknowledged. */
export type ClientToServerEvents = {
  activity: Command<Activity, ActivityAnswer>;
  choose: Command<Choose, ChooseAnswer>;
  'team:get': Command<TeamQuery, { snapshot: PackedSnapshot }>;
  'settings:set': Command<SettingsChange, { settings: StandingSettings }>;
  'history:get': Command<HistoryQuery, History>;
  watch: Command<{ memberId: string; on: boolean }, object>;
  'contacts:get': Command<Record<string, never>, Contacts>;
  'loads:get': Command<Record<string, never>, Loads>;
  'contact:accept': Command<{ contactId: string }, { contact: Contact }>;
  'contact:return': Command<{ contactId: string }, { contact: Contact }>;
  'contact:close': Command<{ contactId: string }, { contact: Contact }>;
  'contact:assign': Command<{ contactId: string; memberId: string }, { contact: Contact }>;
  'member:end-sessions': Command<{ memberId: string }, { ended: number }>;
  bye: Command<{ reason: ByeReason }, object>;
};

/** What the server tells by itself. */
export type ServerToClientEvents = {
  welcome: (welcome: PackedWelcome) => void;
  delta: (delta: PackedDelta) => void;
  settings: (settings: StandingSettings) => void;
  contact: (event: { contact: Contact; why: ContactNews }) => void;
  queue: (queue: Queue) => void;
  revoked: (notice: Revoked) => void;
};

/** `data` of a refused handshake's `connect_error`. */
export type HandshakeRefusal = {
  readonly code: ErrorCode;
  readonly message: string;
  readonly retryAfterMs?: number;
};
