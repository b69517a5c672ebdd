import { en, type Messages } from '../../../src/shared/messages/en.ts';

/** How much longer than English a translation may be, as a share of its length. */
const LONGER_BY = 0.4;

const ACCENTS: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'ë',
  i: 'ï',
  o: 'ø',
  u: 'ü',
  n: 'ñ',
  c: 'ç',
  A: 'Å',
  E: 'É',
  I: 'Î',
  O: 'Ö',
  U: 'Û',
};

/**
 * A text as no language says it: longer, with accents above and below, and in brackets of which one
 * is missing where it is cut off. What is on screen without them was never given to translators.
 */
export function pseudo(text: string): string {
  const words = text
    .split(/(\{\{\w+\}\})/)
    .map((part) => (part.startsWith('{{') ? part : accented(part)))
    .join('');
  const padding = 'ý g'.repeat(Math.ceil((text.length * LONGER_BY) / 3)).trim();
  return `⟦${words} ${padding}⟧`;
}

function accented(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => ACCENTS[letter] ?? letter);
}

type Tree = { readonly [key: string]: string | Tree };

function pseudoTree(tree: Tree): Tree {
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      typeof value === 'string' ? pseudo(value) : pseudoTree(value),
    ]),
  );
}

/** Takes German's place in the build for the test. */
export const de = pseudoTree(en) as Messages;
