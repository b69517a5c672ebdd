import type { AuditEntry } from '../../../shared/api/audit.ts';

type Fields = AuditEntry['before'];

/** One field that is another one than before, as text; null where there was or is none. */
export type Difference = {
  readonly field: string;
  readonly from: string | null;
  readonly to: string | null;
};

/** Says values that mean more to the system than to people. */
export type Speech = {
  /** What a member is called; null where it is nobody's id. */
  readonly nameOf: (id: string) => string | null;
  readonly momentOf: (at: number) => string;
};

/** What a change has changed, field by field in the order of their names. */
export function differences(before: Fields, after: Fields, speech: Speech): readonly Difference[] {
  const fields = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...fields]
    .toSorted()
    .map((field) => ({
      field,
      from: textOf(field, before?.[field], speech),
      to: textOf(field, after?.[field], speech),
    }))
    .filter(({ from, to }) => from !== to);
}

function textOf(field: string, value: unknown, speech: Speech): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'number' && field.endsWith('At')) return speech.momentOf(value);
  if (typeof value === 'string') return speech.nameOf(value) ?? value;
  return JSON.stringify(value);
}
