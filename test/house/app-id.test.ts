import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const read = (file: string) => readFile(path.join(root, file), 'utf8');

/** Desktops and Windows match windows, notifications and entries by this name alone. */
it('the app has the same id wherever a system asks for it', async () => {
  const appId = /^appId: (.+)$/m.exec(await read('electron-builder.yml'))?.[1] ?? '';
  expect(appId).toMatch(/^io\.github\./);
  expect(await read('src/main/electron/electron-app.ts')).toContain(`AppUserModelId('${appId}')`);
  expect(JSON.parse(await read('package.json')).desktopName).toBe(`${appId}.desktop`);
  const metainfo = await read(`build/linux/usr/share/metainfo/${appId}.metainfo.xml`);
  expect(metainfo).toContain(`<id>${appId}</id>`);
  expect(metainfo).toContain(`<launchable type="desktop-id">${appId}.desktop</launchable>`);
});
