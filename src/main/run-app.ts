import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { type RunningApp, startApp } from './compose.ts';
import type { Config } from './config.ts';
import { restartArguments } from './crash-restart.ts';
import { electronApp, prepareApp, whenReady } from './electron/electron-app.ts';
import { showStartError } from './electron/electron-dialogs.ts';
import { logFile, openLog } from './electron/electron-log.ts';
import { createTranslator, resolveLanguage } from './language/translator.ts';

/** Runs the app, or hands over to the one that runs already. Returns before Electron is ready. */
export function runApp(config: Config): void {
  if (!prepareApp().isOnlyInstance) {
    electronApp.quit();
    return;
  }
  const log = openLog(electronApp.folder());
  let running: RunningApp | null = null;
  process.on('unhandledRejection', (reason) => log.error('nobody handled a rejection', reason));
  process.on('uncaughtException', (error) => {
    log.error('the app ends because of an unexpected error', error);
    // What fails before it runs would fail again.
    if (running === null) giveUp();
    else electronApp.restart(argumentsAfterCrash(config, running), config.appImage);
  });
  const start = async (): Promise<void> => {
    await whenReady();
    await delay(Math.max(0, (config.restartedAt ?? 0) - Date.now()));
    running = startApp(config, log);
  };
  // Not awaited: Electron is ready only once the main module has been evaluated.
  void start().catch((error: unknown) => {
    log.error('the app could not start', error);
    giveUp();
  });
}

/** Says that the app cannot start, and where the reasons are, and ends. */
function giveUp(): void {
  const t = createTranslator(resolveLanguage('system', electronApp.systemLanguages()));
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
