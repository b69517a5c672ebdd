import { expect } from '@playwright/test';
import { test } from './fixtures.ts';
import { savedSettings } from './profile.ts';
import type { RunningApp } from './running-app.ts';

const PLACE = { x: 420, y: 90, width: 460, height: 560 };

function boundsOf(app: RunningApp) {
  return app.electron.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]?.getNormalBounds(),
  );
}

async function closeWindow(app: RunningApp): Promise<void> {
  await app.desktop.closeWindow('Ampel');
  await expect.poll(() => app.desktop.mapped('Ampel')).toBe(false);
  await expect.poll(() => boundsOf(app)).toBeUndefined();
}

async function openAgain(app: RunningApp): Promise<void> {
  await app.opens(() => app.desktop.tray.activate());
  await expect.poll(() => app.desktop.mapped('Ampel')).toBe(true);
}

test('WP1 the window comes back where it was, after closing it and after a restart', async ({
  launch,
  me,
}) => {
  const app = await launch({ as: me });
  await openAgain(app);
  const remembered = async () => (await savedSettings(app.desktop))['windowBounds'];
  // The window manager has put it into its frame.
  await expect.poll(remembered).toBeTruthy();
  await app.electron.evaluate(
    ({ BrowserWindow }, place) => BrowserWindow.getAllWindows()[0]?.setBounds(place),
    PLACE,
  );
  await expect.poll(remembered).toEqual(PLACE);
  const moved = await boundsOf(app);
  await closeWindow(app);
  // A frame that was remembered with the place would show after some times.
  for (let time = 0; time < 3; time++) {
    await openAgain(app);
    await expect.poll(() => boundsOf(app)).toEqual(moved);
    await closeWindow(app);
  }
  await app.close();

  const restarted = await launch();
  await openAgain(restarted);
  await expect.poll(() => boundsOf(restarted)).toEqual(moved);
});
