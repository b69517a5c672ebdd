const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/**
 * Whether every word of the query begins a word of the name. Accents and case do not matter, and
 * umlauts may be written out ("Mueller" finds "Müller"). An empty query finds everyone.
 */
export function matches(name: string, query: string): boolean {
  const parts = wordsOf(plain(query));
  if (parts.length === 0) return true;
  const words = [...wordsOf(plain(name)), ...wordsOf(spelledOut(name))];
  return parts.every((part) => words.some((word) => word.startsWith(part)));
}

function wordsOf(text: string): readonly string[] {
  return text.split(/[\s\-–,.()]+/).filter((word) => word !== '');
}

/** A text without case and accents. */
export function plain(text: string): string {
  return text.toLowerCase().replaceAll('ß', 'ss').normalize('NFD').replace(/\p{M}/gu, '');
}

function spelledOut(text: string): string {
  return plain(
    text
      .toLowerCase()
      .normalize('NFC')
      .replace(/[äöüß]/g, (letter) => UMLAUTS[letter] ?? letter),
  );
}
