/** Titles and particles are no part of what people are called by. */
const TITLE = /^(prof|dr|dipl|ing|med|phil|rer|nat|mr|mrs|ms|herr|frau)\.?$/i;

/** Up to two letters that stand for a name: of its first and its last word. */
export function initials(name: string): string {
  const words = name
    .replace(/\(.*?\)/g, ' ')
    .split(/[\s,]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  const own = words.filter((word) => !TITLE.test(word));
  const used = own.length > 0 ? own : words;
  const first = used.at(0);
  const last = used.length > 1 ? used.at(-1) : undefined;
  return [first, last].map(firstLetter).join('');
}

function firstLetter(word: string | undefined): string {
  return word?.match(/[\p{L}\p{N}]/u)?.[0].toLocaleUpperCase() ?? '';
}
