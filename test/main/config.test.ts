import { mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../../src/main/config.ts';
import { temporaryFolder } from '../support/team-server.ts';

describe('the AppImage that is to be started in place of the program', () => {
  async function mounted(folder: string) {
    const mount = path.join(folder, 'mount');
    const program = path.join(mount, 'ampel');
    await mkdir(mount);
    await writeFile(program, '');
    return { mount, program, file: path.join(folder, 'Ampel.AppImage') };
  }

  it('is the one that the program came out of', async () => {
    await using folder = await temporaryFolder();
    const { mount, program, file } = await mounted(folder.path);
    const { appImage } = readConfig({ APPIMAGE: file, APPDIR: mount }, [program]);
    expect(appImage).toBe(file);
  });

  it('is found where the mount is named by a link', async () => {
    await using folder = await temporaryFolder();
    const { mount, program, file } = await mounted(folder.path);
    const link = path.join(folder.path, 'link');
    await symlink(mount, link);
    expect(readConfig({ APPIMAGE: file, APPDIR: link }, [program]).appImage).toBe(file);
  });

  it('is none where another AppImage, such as a terminal, has started it', async () => {
    await using folder = await temporaryFolder();
    const { mount, file } = await mounted(folder.path);
    const program = '/opt/Ampel/ampel';
    expect(readConfig({ APPIMAGE: file, APPDIR: mount }, [program]).appImage).toBeNull();
    expect(readConfig({ APPIMAGE: file }, [program]).appImage).toBeNull();
    expect(readConfig({}, [program]).appImage).toBeNull();
  });
});

it('a new version that Windows’ installer starts stays in the tray', () => {
  expect(readConfig({}, ['Ampel.exe', '--updated']).hidden).toBe(true);
  expect(readConfig({}, ['Ampel.exe']).hidden).toBe(false);
});
