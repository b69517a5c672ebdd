import { execFile, spawnSync } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { completionsFor } from '../../../src/main/cli/completions.ts';
import { createProgram, type Shell } from '../../../src/main/cli/program.ts';
import { createTranslator } from '../../support/translators.ts';

const run = promisify(execFile);
const nothing = () => undefined;
const script = (shell: Shell): string => {
  const t = createTranslator('en');
  return completionsFor(
    shell,
    createProgram({ t, version: '1.2.3', print: nothing, found: nothing }),
  );
};

const has = (shell: Shell): boolean => spawnSync(shell, ['-c', 'true']).status === 0;

/** What the real bash offers for a line whose last word is being typed. */
async function offered(...words: string[]): Promise<string[]> {
  const asked = `COMP_WORDS=(ampel ${words.map((word) => `'${word}'`).join(' ')})
COMP_CWORD=${words.length}
_ampel
printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout } = await run('bash', ['--norc', '-euc', `${script('bash')}\n${asked}`]);
  return stdout.split('\n').filter((line) => line !== '');
}

describe.skipIf(!has('bash'))('CL6 completions of bash', () => {
  it('are known to it', async () => {
    const { stdout } = await run('bash', [
      '--norc',
      '-euc',
      `${script('bash')}\ncomplete -p ampel`,
    ]);
    expect(stdout.trim()).toBe('complete -F _ampel ampel');
  });

  it.each([
    [
      [''],
      [
        'status',
        'online',
        'busy',
        'team',
        'contacts',
        'contact',
        'open',
        'completions',
        '--version',
        '--help',
      ],
    ],
    [['o'], ['online', 'open']],
    [
      ['contact', ''],
      ['accept', 'return', 'close', '--help'],
    ],
    [
      ['busy', ''],
      ['--for', '--until', '--note', '--help'],
    ],
    [['busy', '--f'], ['--for']],
    [['busy', '--for', ''], []],
    [['busy', '--for', '30m', '--n'], ['--note']],
    [['status', '--w'], ['--watch']],
    [
      ['open', ''],
      ['settings', 'own-status', 'contacts', '--help'],
    ],
    [
      ['completions', ''],
      ['bash', 'zsh', 'fish', '--help'],
    ],
  ])('for %j are %j', async (words, expected) => {
    expect(await offered(...words)).toEqual(expected);
  });
});

describe('CL6 completions', () => {
  it.each(['zsh', 'fish'] as const)('of %s name every command, and none that is not', (shell) => {
    const text = script(shell);
    for (const word of ['status', 'busy', 'team', 'settings', 'own-status', 'for', 'note']) {
      expect(text).toContain(word);
    }
    expect(text).not.toContain('offline');
  });

  for (const shell of ['zsh', 'fish'] as const) {
    it.skipIf(!has(shell))(`are read by ${shell} without complaint`, async () => {
      await run(shell, ['-n', '-c', script(shell)]);
    });
  }
});
