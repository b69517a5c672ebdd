import type { AuditEntry as ShownEntry } from '../../shared/api/audit.ts';
import { type Caller, mustManage } from '../commands/caller.ts';
import { type Cell, CsvFile } from '../csv.ts';
import type { AuditEntry, AuditQuery } from '../store/audit.ts';
import type { Store } from '../store/store.ts';

/** How many entries are read at once for a file. */
const PART = 1_000;

const COLUMNS = [
  'no',
  'at',
  'actor_kind',
  'actor_id',
  'actor_name',
  'action',
  'subject_kind',
  'subject_id',
  'subject_name',
  'before',
  'after',
] as const;

/** Who changed what in a team, for those who manage it. */
export class AuditLog {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * A part of the record, the latest first. `next` is what the entries that follow are `before`;
   * null where there are none.
   * @throws Refusal `forbidden`
   */
  async page(
    caller: Caller,
    { before, limit }: AuditQuery,
  ): Promise<{ readonly items: readonly ShownEntry[]; readonly next: number | null }> {
    mustManage(caller);
    const { audit } = this.#store.read;
    const entries = await audit.entries(caller.teamId, { before, limit: limit + 1 });
    const items = entries.slice(0, limit);
    return {
      items: items.map(shown),
      next: entries.length > items.length ? (items.at(-1)?.no ?? null) : null,
    };
  }

  /**
   * All of it as a file for spreadsheets, the latest first, read as it is asked for.
   * @throws Refusal `forbidden`
   */
  async csv(caller: Caller): Promise<CsvFile> {
    mustManage(caller);
    const { audit } = this.#store.read;
    const partBefore = (before?: number) => audit.entries(caller.teamId, { before, limit: PART });
    // Before anything is sent: a database that does not answer can still be told of.
    const first = await partBefore();
    return new CsvFile('ampel-audit.csv', COLUMNS, rowsFrom(first, partBefore));
  }
}

type Part = readonly AuditEntry[];

async function* rowsFrom(
  first: Part,
  partBefore: (no: number) => Promise<Part>,
): AsyncGenerator<Iterable<readonly Cell[]>> {
  let part = first;
  for (let last = part.at(-1); last !== undefined; last = part.at(-1)) {
    yield part.map(rowOf);
    part = await partBefore(last.no);
  }
}

function rowOf(entry: AuditEntry): readonly Cell[] {
  const { at, actor, action, subject, before, after } = shown(entry);
  return [
    entry.no,
    new Date(at).toISOString(),
    actor.kind,
    actor.id,
    actor.name,
    action,
    subject.kind,
    subject.id,
    subject.name,
    before === null ? null : JSON.stringify(before),
    after === null ? null : JSON.stringify(after),
  ];
}

function shown({ auditId, at, actor, action, subject, before, after }: AuditEntry): ShownEntry {
  return {
    entryId: auditId,
    at,
    actor:
      'id' in actor
        ? { kind: actor.kind, id: actor.id, name: actor.name }
        : { kind: actor.kind, id: null, name: null },
    action,
    subject: {
      kind: action.slice(0, action.indexOf('.')),
      id: subject?.id ?? null,
      name: subject?.name ?? null,
    },
    before: before === null ? null : { ...before },
    after: after === null ? null : { ...after },
  };
}
