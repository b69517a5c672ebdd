import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { autostartText } from '../../../src/main/login-item/autostart-entry.ts';
import { autostartFile } from '../../../src/main/login-item/autostart-file.ts';
import { temporaryFolder } from '../../support/team-server.ts';

const NAME = 'autostart/io.github.ampel.Ampel.desktop';
const entry = { program: '/opt/Ampel/ampel', args: ['--hidden'] };
const moved = { program: '/opt/Ampel 2/ampel', args: ['--hidden'] };

describe('SE3 launching Ampel at login on Linux', () => {
  it('writes a file when it is switched on, removes it when off', async () => {
    await using folder = await temporaryFolder();
    const item = autostartFile(path.join(folder.path, 'new'), entry);
    expect(item.get()).toBe(false);
    item.set(true);
    expect(item.get()).toBe(true);
    expect(await readFile(path.join(folder.path, 'new', NAME), 'utf8')).toBe(autostartText(entry));
    item.set(false);
    expect(item.get()).toBe(false);
    expect(await readdir(path.join(folder.path, 'new/autostart'))).toEqual([]);
    item.set(false);
  });

  it('follows a program that has moved, and adds nothing that was off', async () => {
    await using folder = await temporaryFolder();
    autostartFile(folder.path, entry).refresh();
    expect(await readdir(folder.path)).toEqual([]);
    autostartFile(folder.path, entry).set(true);
    autostartFile(folder.path, moved).refresh();
    expect(await readFile(path.join(folder.path, NAME), 'utf8')).toBe(autostartText(moved));
  });

  it('leaves a file as it is that the member has switched off', async () => {
    await using folder = await temporaryFolder();
    await mkdir(path.join(folder.path, 'autostart'));
    const off = `${autostartText(entry)}Hidden=true\n`;
    await writeFile(path.join(folder.path, NAME), off);
    const item = autostartFile(folder.path, moved);
    item.refresh();
    expect(item.get()).toBe(false);
    expect(await readFile(path.join(folder.path, NAME), 'utf8')).toBe(off);
    item.set(true);
    expect(item.get()).toBe(true);
  });

  it('leaves a file alone that launches this program already', async () => {
    await using folder = await temporaryFolder();
    await mkdir(path.join(folder.path, 'autostart'));
    const own = '[Desktop Entry]\nExec=/opt/Ampel/ampel --hidden\nX-Mine=yes\n';
    await writeFile(path.join(folder.path, NAME), own);
    await chmod(path.join(folder.path, NAME), 0o600);
    autostartFile(folder.path, entry).refresh();
    expect(await readFile(path.join(folder.path, NAME), 'utf8')).toBe(own);
  });

  it('says why where it cannot be written', async () => {
    await using folder = await temporaryFolder();
    await writeFile(path.join(folder.path, 'autostart'), 'in the way');
    expect(() => autostartFile(folder.path, entry).set(true)).toThrow(/autostart/);
  });
});
