import type { AuditEntry } from '../../../shared/api/audit.ts';

type Fields = AuditEntry['before'];

/** One field that is another one than before, as text; null where there was or is none. */
export type Difference = {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
};

/** What a change has changed, field by field in the order of their names. */
export function differences(before: Fields, after: Fields): readonly Difference[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields]
    .toSorted()
    .map((field) => ({ field, from: textOf(before?.[field]), to: textOf(after?.[field]) }))
    .filter(({ from, to }) => from !== to);
}

function textOf(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}
