import process from 'node:process';
import { startApp } from './compose.ts';
import { readConfig } from './config.ts';
import { electronApp, prepareApp, whenReady } from './electron/electron-app.ts';
import { openLog } from './electron/electron-log.ts';

const config = readConfig(process.env, process.argv);
const { isOnlyInstance } = prepareApp(config.profileFolder);
if (isOnlyInstance) {
  const log = openLog(electronApp.folder());
  process.on('unhandledRejection', (reason) => log.error('nobody handled a rejection', reason));
  process.on('uncaughtException', (error) => {
    log.error('the app ends because of an unexpected error', error);
    electronApp.exit(1);
  });
  // Not awaited at the top level: Electron is ready only once this module has been evaluated.
  void whenReady()
    .then(() => startApp(config, log))
    .catch((error: unknown) => {
      log.error('the app could not start', error);
      electronApp.exit(1);
    });
} else {
  electronApp.quit();
}
