type Values = Readonly<Record<string, unknown>>;

/** What differs between two states of something, as the audit log keeps it; null where nothing does. */
export function changed<T extends Values>(
  before: T,
  after: T,
): { readonly before: Values; readonly after: Values } | null {
  const names = Object.keys(after).filter((name) => before[name] !== after[name]);
  if (names.length === 0) return null;
  return { before: pick(before, names), after: pick(after, names) };
}

function pick(values: Values, names: readonly string[]): Values {
  return Object.fromEntries(names.map((name) => [name, values[name]]));
}
