import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { createInstance } from 'i18next';
import { runToEnd } from '../../../scripts/children.ts';
import type { Translate } from '../../../src/main/language/translate.ts';
import { de } from './messages.ts';

const root = path.join(import.meta.dirname, '../../..');

/** Builds the app that speaks the pseudo-locale in place of German into a folder. */
export async function buildInPseudoLocale(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const vite = path.join(root, 'node_modules/electron-vite/bin/electron-vite.js');
  const out = path.join(folder, 'out');
  const built = await runToEnd(
    process.execPath,
    [vite, 'build', '--mode', 'pseudo-locale', '--outDir', out],
    { cwd: root },
  );
  if (built.code !== 0) throw new Error(built.stdout + built.stderr);
  await cp(path.join(root, 'package.json'), path.join(folder, 'package.json'));
}

/** The words of that app. */
export function pseudoTranslator(): Translate {
  const instance = createInstance();
  void instance.init({
    lng: 'de',
    initAsync: false,
    resources: { de: { translation: de } },
    interpolation: { escapeValue: false },
  });
  return instance.t;
}
