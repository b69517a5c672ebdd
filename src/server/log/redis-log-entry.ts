import type { SeatedMember } from '../../shared/domain/member.ts';
import type { MemberStatus } from '../../shared/domain/status.ts';
import type { Change, LogListener, Message, Told } from './presence-log.ts';

/** A place in a log: how many changes were told before it, and how many messages since the last. */
export type Position = { readonly version: number; readonly messages: number };

/** One entry of a log; `field` says what its JSON is. The first of a log is that it was begun. */
export type Entry = {
  readonly at: Position;
  readonly field: 'changes' | 'message' | 'begun';
  readonly json: string;
};

/** An entry as it is published, with the place of the one before it. */
export type Published = Entry & { readonly log: string; readonly before: Position | null };

/** What reading a log found. */
export type Found =
  /** The entries after the place that was asked for. */
  | { readonly kind: 'since'; readonly entries: readonly Entry[] }
  | { readonly kind: 'told'; readonly told: Told; readonly at: Position };

const NOWHERE: Position = { version: 0, messages: 0 };

export function formatPosition({ version, messages }: Position): string {
  return `${version}-${messages}`;
}

export function comparePositions(one: Position, other: Position): number {
  return one.version - other.version || one.messages - other.messages;
}

/** @throws Error where the text is not what the script publishes. */
export function parsePublished(text: string): Published {
  const [, log, before, at, field, json] = /^(\S+) (\S+) (\S+) (\S+) (.*)$/s.exec(text) ?? [];
  if (log === undefined || before === undefined) throw new Error('not an entry of a presence log');
  return { ...entry(at, field, json), log, before: before === '-' ? null : position(before) };
}

/** @throws Error where the reply is not what the script answers. */
export function parseFound(reply: unknown): Found {
  const [kind, ...rest] = list(reply);
  if (kind === 'none') {
    return { kind: 'told', at: NOWHERE, told: { log: '', version: 0, members: [], recent: [] } };
  }
  if (kind === 'since') {
    const [entries] = rest;
    return { kind, entries: list(entries).slice(1).map(storedEntry) };
  }
  const [log, last, members, statuses, recent] = rest;
  const at = position(last);
  const visible = new Map(pairs(statuses));
  return {
    kind: 'told',
    at,
    told: {
      log: String(log),
      version: at.version,
      members: pairs(members).flatMap(([memberId, json]) => {
        const status = visible.get(memberId);
        if (status === undefined) return [];
        const member: SeatedMember = JSON.parse(json);
        const told: MemberStatus = JSON.parse(status);
        return [{ member, visible: told }];
      }),
      recent: list(recent).map(storedEntry).flatMap(changesOf),
    },
  };
}

/** Tells a listener what an entry says; that a log was begun says nothing to it. */
export function tellEntry(listener: LogListener, said: Entry): void {
  if (said.field === 'changes') {
    const changes = changesOf(said);
    listener.onChanges({ from: said.at.version - changes.length, changes });
  } else if (said.field === 'message') {
    const message: Message = JSON.parse(said.json);
    listener.onMessage(message);
  }
}

function changesOf({ json }: Entry): readonly Change[] {
  return JSON.parse(json);
}

function storedEntry(stored: unknown): Entry {
  const [at, fields] = list(stored);
  const [field, json] = list(fields);
  return entry(at, field, json);
}

function entry(at: unknown, field: unknown, json: unknown): Entry {
  if (field !== 'changes' && field !== 'message' && field !== 'begun') {
    throw new Error(`a presence log says ${String(field)}, which is unknown here`);
  }
  return { at: position(at), field, json: String(json) };
}

function position(text: unknown): Position {
  const [, version, messages] = /^(\d+)-(\d+)$/.exec(String(text)) ?? [];
  if (version === undefined) throw new Error(`not a position in a presence log: ${String(text)}`);
  return { version: Number(version), messages: Number(messages) };
}

function list(reply: unknown): readonly unknown[] {
  if (!Array.isArray(reply)) throw new Error('not an answer of a presence log');
  return reply;
}

function pairs(reply: unknown): [string, string][] {
  const flat = list(reply).map(String);
  return flat.flatMap((key, at) => (at % 2 === 0 ? [[key, flat[at + 1] ?? '']] : []));
}
