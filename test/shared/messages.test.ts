import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { de } from '../../src/shared/messages/de.ts';
import { en } from '../../src/shared/messages/en.ts';

type Tree = { readonly [key: string]: string | Tree };

/** Every text with its path, such as `status.online`. */
function texts(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const here = path === '' ? key : `${path}.${key}`;
    return typeof value === 'string' ? [[here, value] as [string, string]] : texts(value, here);
  });
}

const placeholders = (text: string): string[] => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

const source = path.join(import.meta.dirname, '../../src');
const code = globSync('{main,renderer,shared}/**/*.{ts,tsx}', { cwd: source })
  .filter((file) => !/messages\/(de|en)\.ts$/.test(file))
  .map((file) => readFileSync(path.join(source, file), 'utf8'))
  .join('\n');
/** Keys in quotes, and what stands before the first variable of keys that are put together. */
const named = new Set(code.match(/(?<=')[\w-]+(\.[\w-]+)+(?=')/g));
const beginnings = code.match(/(?<=`)[\w-]+\.[\w.-]*(?=\$\{)/g) ?? [];

describe('translations', () => {
  it('have no text that nothing says', () => {
    const unsaid = texts(en)
      .map(([key]) => key.replace(/_(one|other)$/, ''))
      .filter((key) => !named.has(key) && !beginnings.some((start) => key.startsWith(start)));
    expect(unsaid).toEqual([]);
  });

  it('have the same keys in German and English', () => {
    expect(texts(de).map(([key]) => key)).toEqual(texts(en).map(([key]) => key));
  });

  it('use the same placeholders', () => {
    const english = new Map(texts(en));
    for (const [key, text] of texts(de)) {
      expect([key, placeholders(text)]).toEqual([key, placeholders(english.get(key) ?? '')]);
    }
  });

  it('say nothing empty', () => {
    for (const [key, text] of [...texts(de), ...texts(en)])
      expect([key, text.trim()]).toEqual([key, text]);
  });
});
