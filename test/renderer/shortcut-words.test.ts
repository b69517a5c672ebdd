import { describe, expect, it } from 'vitest';
import { shortcutProblem } from '../../src/renderer/settings/general/shortcut-words.ts';
import type { Integration } from '../../src/shared/bridge/diagnostics.ts';
import { textsIn } from './texts.ts';

const works: Integration = { keyboard: 'other', shortcut: 'works', launchAtLogin: null };
const en = textsIn('en');
const de = textsIn('de');

describe('SE2 what is wrong with a shortcut', () => {
  it('is nothing where it works or there is none', () => {
    expect(shortcutProblem({ kind: 'none' }, 'Ctrl+Alt+A', works, 'en', en)).toBeNull();
    const none: Integration = { ...works, shortcut: 'none' };
    expect(shortcutProblem({ kind: 'none' }, null, none, 'en', en)).toBeNull();
  });

  it('is that it was taken at the start, until other keys are pressed', () => {
    const refused: Integration = { ...works, shortcut: 'refused' };
    expect(shortcutProblem({ kind: 'none' }, 'Ctrl+Alt+A', refused, 'de', de)).toMatch(
      /^Strg\+Alt\+A wirkt gerade nicht/,
    );
    const attempt = { kind: 'taken', accelerator: 'Ctrl+Alt+B' } as const;
    expect(shortcutProblem(attempt, 'Ctrl+Alt+A', refused, 'de', de)).toMatch(
      /^Strg\+Alt\+B ist vom System/,
    );
  });

  it('is said in the names of the keyboard', () => {
    const tooCommon = { kind: 'too-common' } as const;
    expect(shortcutProblem(tooCommon, null, works, 'de', de)).toContain(
      'zwei von Strg, Alt, Umschalt und Super',
    );
    const mac: Integration = { ...works, keyboard: 'mac' };
    expect(shortcutProblem(tooCommon, null, mac, 'en-GB', en)).toContain('⌃, ⌥, ⇧ and ⌘');
    expect(shortcutProblem({ kind: 'unknown-key' }, null, works, 'en', en)).toMatch(/letter/);
  });
});
