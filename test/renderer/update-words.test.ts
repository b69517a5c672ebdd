import { describe, expect, it } from 'vitest';
import { updateWords } from '../../src/renderer/settings/general/update-words.ts';
import type { UpdateState } from '../../src/shared/bridge/view.ts';
import { textsIn } from './texts.ts';

const TODAY = new Date(2026, 2, 9).getTime();
const words = (state: UpdateState, language: 'en' | 'de' = 'en') =>
  updateWords(state, textsIn(language), TODAY, language === 'de' ? 'de-DE' : 'en-GB');

describe('UP4 the settings', () => {
  it('say when there was nothing newer', () => {
    const checkedAt = new Date(2026, 2, 9, 14, 5).getTime();
    expect(words({ kind: 'current', checkedAt })).toBe(
      'There is nothing newer. Last checked 14:05.',
    );
    expect(words({ kind: 'current', checkedAt }, 'de')).toBe(
      'Es gibt nichts Neueres. Zuletzt gesucht: 14:05.',
    );
    expect(words({ kind: 'current', checkedAt: null })).toContain('by itself');
  });

  it('UP6 say that a password will be asked for, where it will', () => {
    const ready = { kind: 'ready', version: '1.3.0' } as const;
    expect(words({ ...ready, installsOnQuit: true })).not.toContain('password');
    expect(words({ ...ready, installsOnQuit: false })).toContain('asks for a password');
  });

  it.for(['checkout', 'unmanaged', 'switched-off', 'invalid-address', 'not-replaceable'] as const)(
    'UP5 have words for why there are no updates: %s',
    (reason) => {
      for (const language of ['en', 'de'] as const) {
        expect(words({ kind: 'off', reason }, language)).toMatch(/^\p{Lu}.*\.$/u);
      }
    },
  );

  it.for(['unreachable', 'damaged', 'no-room', 'unexpected'] as const)(
    'have words for what went wrong: %s',
    (problem) => {
      for (const language of ['en', 'de'] as const) {
        expect(words({ kind: 'failed', problem }, language)).toMatch(/^\p{Lu}.*\.$/u);
      }
    },
  );
});
