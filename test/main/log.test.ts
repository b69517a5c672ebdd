import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openLog } from '../../src/main/electron/electron-log.ts';
import { logText } from '../../src/main/log-text.ts';
import { temporaryFolder } from '../support/team-server.ts';

const HOME = '/home/anna.keller';

describe('TR6 a line of the log', () => {
  it.each([
    ['a token', 'refused ampel_Zx3-9_k', 'refused ampel_…'],
    ['a mail address', 'for anna.keller@example.com now', 'for …@… now'],
    [
      'credentials in an address',
      'GET https://anna:pw@host.example/x',
      'GET https://…@host.example/x',
    ],
    ['the home folder', `ENOENT ${HOME}/.config/Ampel`, 'ENOENT ~/.config/Ampel'],
  ])('does not hold %s', (_, said, line) => {
    expect(logText(said, undefined, HOME)).toBe(line);
    expect(logText('failed', new Error(said), HOME)).toContain(`failed: Error: ${line}`);
  });

  it('keeps the stack of an error, and what tells a server from another', () => {
    const line = logText('lost https://ampel.example.com', new Error('why'), HOME);
    expect(line).toContain('lost https://ampel.example.com: Error: why\n    at ');
  });

  it('is not as long as what a server may send', () => {
    expect(logText('x'.repeat(1_000_000), undefined, HOME).length).toBeLessThan(9_000);
  });
});

describe('the log', () => {
  it('begins anew when it is large, keeps one old file, and is for its owner only', async () => {
    await using folder = await temporaryFolder();
    const log = openLog(folder.path);
    for (let line = 0; line < 300; line++) log.info(`${line} ${'.'.repeat(5_000)}`);
    const files = (await readdir(folder.path)).sort();
    expect(files).toEqual(['ampel.log', 'ampel.old.log']);
    for (const file of files) {
      const { size, mode } = await stat(path.join(folder.path, file));
      expect(size).toBeLessThan(600_000);
      expect(mode & 0o077).toBe(0);
    }
    expect(await readFile(path.join(folder.path, 'ampel.log'), 'utf8')).toContain(' 299 ');
  });
});
