import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { boardDe } from '../../src/shared/messages/board/de.ts';
import { boardEn } from '../../src/shared/messages/board/en.ts';
import { de } from '../../src/shared/messages/de.ts';
import { en } from '../../src/shared/messages/en.ts';
import { appTexts } from '../../src/shared/messages/english/app-texts.ts';
import { cliTexts } from '../../src/shared/messages/english/cli-texts.ts';
import { contactTexts } from '../../src/shared/messages/english/contact-texts.ts';
import { dialogTexts } from '../../src/shared/messages/english/dialog-texts.ts';
import { keyTexts } from '../../src/shared/messages/english/key-texts.ts';

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
/** What stands in files that are not texts themselves. */
function codeIn(pattern: string, isElsewhere: (file: string) => boolean = () => false): string {
  return globSync(pattern, { cwd: source })
    .filter((file) => !/messages\/(de\.ts|english\/|board\/)/.test(file) && !isElsewhere(file))
    .map((file) => readFileSync(path.join(source, file), 'utf8'))
    .join('\n');
}

/** Who speaks, in which texts. The board also says what the window says. */
const SPEAKERS = [
  {
    speaker: 'the app',
    english: en as Tree,
    german: de as Tree,
    code: codeIn('{main,renderer,shared}/**/*.{ts,tsx}', (file) =>
      file.startsWith('renderer/board/'),
    ),
  },
  {
    speaker: 'the board',
    english: boardEn as Tree,
    german: boardDe as Tree,
    code: codeIn('renderer/board/**/*.{ts,tsx}'),
  },
];

/** What a page reads before anything else: `file` and what it imports statically, types apart. */
function loadedWith(file: string, known = new Set<string>()): ReadonlySet<string> {
  if (known.has(file)) return known;
  known.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(
    /^(?:import|export)(?! type)[^;]*? from '(\.[^']*)';|^import '(\.[^']*\.tsx?)';/gm,
  );
  for (const [, from, alone] of imports) {
    loadedWith(path.join(path.dirname(file), from ?? alone ?? ''), known);
  }
  return known;
}

describe('translations', () => {
  it('are all there before anything in the window is opened', () => {
    const files = [...loadedWith(path.join(source, 'renderer/main.tsx'))];
    expect(files.length).toBeGreaterThan(30);
    const said = files
      .filter((file) => !file.includes('/messages/'))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    const sections = Object.keys({
      ...dialogTexts,
      ...contactTexts,
      ...appTexts,
      ...cliTexts,
    }).join('|');
    expect(said.match(new RegExp(`['\`](${sections})\\.[\\w.-]+`, 'g'))).toBeNull();
  });

  it('are all in main that main says', () => {
    const said = globSync('{main,shared}/**/*.ts', { cwd: source })
      .filter((file) => !/messages\/|main\/cli\//.test(file))
      .map((file) => readFileSync(path.join(source, file), 'utf8'))
      .join('\n');
    const left = Object.keys({ ...dialogTexts, ...contactTexts, ...cliTexts }).filter(
      (section) => !(section in keyTexts),
    );
    expect(said.match(new RegExp(`t\\(['\`](${left.join('|')})\\.[\\w.-]+`, 'g'))).toBeNull();
  });
});

describe.each(SPEAKERS)('the texts of $speaker', ({ english, german, code }) => {
  const keysOf = (tree: Tree) =>
    texts(tree)
      .map(([key]) => key)
      .sort();

  it('are all said', () => {
    /** Keys in quotes, and what stands before the first variable of keys that are put together. */
    const named = new Set(code.match(/(?<=')[\w-]+(\.[\w-]+)+(?=')/g));
    const beginnings = code.match(/(?<=`)[\w-]+\.[\w.-]*(?=\$\{)/g) ?? [];
    const unsaid = keysOf(english)
      .map((key) => key.replace(/_(one|other)$/, ''))
      .filter((key) => !named.has(key) && !beginnings.some((start) => key.startsWith(start)));
    expect(unsaid).toEqual([]);
  });

  it('have the same keys in German and English', () => {
    expect(keysOf(german)).toEqual(keysOf(english));
  });

  it('use the same placeholders', () => {
    const original = new Map(texts(english));
    for (const [key, text] of texts(german)) {
      expect([key, placeholders(text)]).toEqual([key, placeholders(original.get(key) ?? '')]);
    }
  });

  it('say nothing empty', () => {
    for (const [key, text] of [...texts(german), ...texts(english)])
      expect([key, text.trim()]).toEqual([key, text]);
  });
});
