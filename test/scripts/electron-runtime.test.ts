import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  findRuntime,
  installedElectron,
  RuntimeMissing,
  STAND_IN_FOLDER,
} from '../../scripts/electron-runtime.ts';
import { temporaryFolder } from '../support/team-server.ts';

const outOfReach = async (): Promise<void> => {};

describe.skipIf(installedElectron() !== null || process.platform !== 'linux')(
  'what runs the app where Electron cannot be fetched',
  () => {
    it('is the stand-in host, if Chromium is there, and that is said in one line', async () => {
      await using folder = await temporaryFolder();
      await writeFile(path.join(folder.path, 'chromium'), '');
      const said: string[] = [];
      const environment = { PATH: folder.path };
      const runtime = await findRuntime(environment, (line) => said.push(line), outOfReach);
      expect(runtime.kind).toBe('stand-in');
      expect(said.at(-1)).toMatch(/^Electron cannot be fetched .*\.$/);
    });

    it('is nothing without Chromium, and the ways out are named', async () => {
      await using folder = await temporaryFolder();
      const search = findRuntime({ PATH: folder.path }, () => {}, outOfReach);
      await expect(search).rejects.toThrow(RuntimeMissing);
      await expect(search).rejects.toThrow(
        /ELECTRON_MIRROR[\s\S]*ELECTRON_OVERRIDE_DIST_PATH[\s\S]*Chromium/,
      );
    });
  },
);

describe('ELECTRON_OVERRIDE_DIST_PATH', () => {
  it('names the Electron to use', async () => {
    await using folder = await temporaryFolder();
    await mkdir(folder.path, { recursive: true });
    await writeFile(path.join(folder.path, 'electron'), '');
    const environment = { ELECTRON_OVERRIDE_DIST_PATH: folder.path };
    const runtime = await findRuntime(environment, () => {}, outOfReach);
    expect(runtime).toMatchObject({ kind: 'electron', executable: `${folder.path}/electron` });
  });

  it('may name the stand-in host', async () => {
    const environment = { ELECTRON_OVERRIDE_DIST_PATH: STAND_IN_FOLDER };
    const runtime = await findRuntime(environment, () => {}, outOfReach);
    expect(runtime.kind).toBe('stand-in');
  });

  it('that names a folder without Electron is refused, naming the folder', async () => {
    await using folder = await temporaryFolder();
    const environment = { ELECTRON_OVERRIDE_DIST_PATH: folder.path };
    await expect(findRuntime(environment, () => {}, outOfReach)).rejects.toThrow(folder.path);
  });
});
