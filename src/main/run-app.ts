import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunningApp, startApp } from './compose.ts';
import type { Config } from './config.ts';
import { restartArguments } from './crash/crash-restart.ts';
import { electronApp, prepareApp, whenReady } from './electron/electron-app.ts';
import { showStartError } from './electron/electron-dialogs.ts';
import { logFile, openLog } from './electron/electron-log.ts';
import { english, loadTranslator, resolveLanguage } from './language/translate.ts';

/** Runs the app, or hands over to the one that runs already. Returns before Electron is ready. */
export function runApp(config: Config): void {
  if (!prepareApp().isOnlyInstance) {
    electronApp.quit();
    return;
  }
  const log = openLog(electronApp.folder());
  let running: RunningApp | null = null;
  let isEnding = false;
  process.on('unhandledRejection', (reason) => log.error('nobody handled a rejection', reason));
  process.on('uncaughtException', (error) => {
    log.error('the app ends because of an unexpected error', error);
    // Each restart that is asked for starts one more app, and what ends may fail again and again.
    if (isEnding) return;
    isEnding = true;
    // What fails before it runs would fail again.
    if (running === null) void giveUp();
    else electronApp.restart(argumentsAfterCrash(config, running), config.appImage);
  });
  const start = async (): Promise<void> => {
    await whenReady();
    await delay(Math.max(0, (config.restartedAt ?? 0) - Date.now()));
    running = await startApp(config, log);
  };
  // Not awaited: Electron is ready only once the main module has been evaluated.
  void start().catch((error: unknown) => {
    log.error('the app could not start', error);
    return giveUp();
  });
}

/** Says that the app cannot start, and where the reasons are, and ends. */
async function giveUp(): Promise<void> {
  const language = resolveLanguage('system', electronApp.systemLanguages());
  const t = await loadTranslator(language).catch(() => english);
  showStartError(
    t('crash.startTitle'),
    t('crash.startText', { log: logFile(electronApp.folder()) }),
  );
  electronApp.exit(1);
}

function argumentsAfterCrash(
  { startArguments }: Config,
  { windowIsOpen }: RunningApp,
): readonly string[] {
  return restartArguments({ argv: startArguments, now: Date.now(), windowIsOpen: windowIsOpen() });
}
