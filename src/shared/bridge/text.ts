/**
 * A value as text. What crosses the bridge as an object is copied value by value, which takes long
 * for a team of thousands; a text is copied at once.
 */
export type Text<T> = string & { readonly valueType?: T };

export function toText<T>(value: T): Text<T> {
  return JSON.stringify(value);
}

export function fromText<T>(text: Text<T>): T {
  return JSON.parse(text) as T;
}
