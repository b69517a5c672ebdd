/** How many grounds there are for initials; tokens.css has their colours. */
export const TINTS = 5;

/** The ground of a person's initials, from 1 to {@link TINTS}: always the same for a name. */
export function tintOf(name: string): number {
  let sum = 0;
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521;
  return (sum % TINTS) + 1;
}
