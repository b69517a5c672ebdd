import type { AuditEntry } from '../../../shared/api/audit.ts';

type Fields = AuditEntry['before'];

/** One field that is another one than before; null where there was or is none. */
export type Difference = {
  readonly field: string;
  readonly from: unknown;
  readonly to: unknown;
};

/** What a change has changed, field by field in the order in which they were recorded. */
export function differences(before: Fields, after: Fields): readonly Difference[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields]
    .map((field) => ({ field, from: before?.[field] ?? null, to: after?.[field] ?? null }))
    .filter(({ from, to }) => JSON.stringify(from) !== JSON.stringify(to));
}
