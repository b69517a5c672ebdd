import process from 'node:process';
import { readStartArguments } from './cli/start-arguments.ts';
import { readConfig } from './config.ts';
import { electronApp, keepProfileIn } from './electron/electron-app.ts';

const config = readConfig(process.env, process.argv);
const { commandLine, base } = readStartArguments(process.argv, electronApp.isInstalled());
keepProfileIn(config.profileFolder);

// Awaited, so that Electron holds back `ready` until it is decided what this process is. A command
// is over by then: it never gets to Chromium, a tray or the single-instance lock.
if (commandLine === null) {
  const { runApp } = await import('./run-app.ts');
  runApp(config);
} else {
  const { runCommandLine } = await import('./cli/run-cli.ts');
  const code = await runCommandLine({
    args: commandLine,
    profile: electronApp.folder(),
    systemLanguages: electronApp.systemLanguages(),
    version: electronApp.version(),
    program: config.appImage ?? process.execPath,
    base,
  });
  electronApp.exit(code);
}
