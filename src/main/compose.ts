import { hostname } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { connectSocket } from '../client/socket-connection.ts';
import { systemClock } from '../client/system-clock.ts';
import type { Place } from '../shared/bridge/view.ts';
import { secondsFor } from '../shared/domain/busy-duration.ts';
import { keyboardOf } from '../shared/shortcut/accelerator.ts';
import { formatLocale } from '../shared/time/format-locale.ts';
import { onEachMinuteLess } from '../shared/time/minutes-left.ts';
import { type AppCommand, runCommand } from './commands.ts';
import type { Config } from './config.ts';
import { HelpDesk } from './diagnostics/help-desk.ts';
import { systemActivity, watchPower } from './electron/electron-activity.ts';
import { electronApp } from './electron/electron-app.ts';
import { electronDesk } from './electron/electron-desk.ts';
import { logFile } from './electron/electron-log.ts';
import { electronLoginItem } from './electron/electron-login-item.ts';
import { createNotifier } from './electron/electron-notifier.ts';
import { createSecretBox } from './electron/electron-secret-box.ts';
import { openSettings } from './electron/electron-settings.ts';
import { createShortcut } from './electron/electron-shortcut.ts';
import { electronTheme } from './electron/electron-theme.ts';
import { createTray } from './electron/electron-tray.ts';
import { createWindowPort } from './electron/electron-window.ts';
import { createTranslator, resolveLanguage } from './language/translator.ts';
import { autostartFile } from './login-item/autostart-file.ts';
import { OwnNotices } from './notifications/own-notices.ts';
import { teamNotices } from './notifications/team-notices.ts';
import type { Log, LoginItem } from './ports.ts';
import { Session } from './session/session.ts';
import { type LocalNotice, shortcutNotice, troubleNotice } from './settings/local-notices.ts';
import { PreferenceEffects } from './settings/preference-effects.ts';
import { buildTray } from './tray/tray-model.ts';
import { buildView } from './view/app-view.ts';
import { answerBridge } from './window/answer-bridge.ts';

/** The app while it runs, as whoever restarts it has to know it. */
export type RunningApp = { windowIsOpen(): boolean };

/**
 * Builds the running app out of its parts and starts it. The only place where parts meet: what
 * happens in one of them reaches the others through the view, and comes back as a command.
 */
export function startApp(config: Config, log: Log): RunningApp {
  const here = import.meta.dirname;
  const icons = path.join(here, 'icons');
  const deviceName = hostname().slice(0, 64);
  const settings = openSettings(electronApp.folder(), log);
  const loginItem = electronApp.isInstalled() ? loginItemOf(config) : null;
  const effects = new PreferenceEffects({
    theme: electronTheme,
    shortcut: createShortcut(log),
    loginItem,
    keyboard: keyboardOf(process.platform),
    onShortcut: () => run({ do: 'open' }),
    log,
  });
  const session = new Session({
    settings,
    secrets: createSecretBox(log),
    connect: connectSocket,
    system: systemActivity,
    clock: systemClock,
    random: Math.random,
    log,
    device: { name: deviceName, version: electronApp.version() },
    onInactivityWarning: (leftMs) => ownNotices.warnOfInactivity(leftMs),
    onWarningOver: () => ownNotices.withdrawWarning(),
    onChoiceRefused: ({ choice }, problem) => ownNotices.tellNotChosen(choice, problem),
  });
  const window = createWindowPort({
    preloadFile: path.join(here, '../preload/index.cjs'),
    pageFile: path.join(here, '../renderer/index.html'),
    // An installed app shows its own files, whatever its surroundings say.
    pageUrl: electronApp.isInstalled() ? null : config.rendererUrl,
    iconFile: path.join(icons, 'app.png'),
    title: electronApp.name(),
    log,
  });
  const run = (command: AppCommand): void => {
    session.noteInput();
    runCommand(command, {
      choose: async (choice, duration) => {
        const forSeconds = secondsFor(duration, systemClock.now());
        const outcome = await session.choose({ choice, forSeconds });
        if (!outcome.ok) ownNotices.tellNotChosen(choice, outcome.problem);
      },
      open: (place) => window.open(place),
      notifyAbout: (about) => changeSettings({ notifyAbout: about }),
      signOut: () => session.signOut(),
      quit: () => electronApp.quit(),
    }).catch((error: unknown) => log.error(`"${command.do}" failed`, error));
  };
  const tray = createTray(icons, run);
  const notifier = createNotifier(log);
  const ownNotices = new OwnNotices({
    notifier,
    translate: () => t,
    openWindow: () => window.open(),
    onImHere: () => session.noteInput(),
  });

  const language = () => resolveLanguage(settings.get().language, electronApp.systemLanguages());
  const timeFormat = () => ({
    now: systemClock.now(),
    locale: formatLocale(language(), electronApp.systemLanguages()),
  });
  let t = createTranslator(language());
  const view = () => buildView(session.state, settings.get(), language(), settings.trouble());
  let stopCounting: () => void = () => undefined;
  function show(): void {
    const shown = view();
    tray.show(buildTray(shown, t, timeFormat()));
    window.show(shown);
    stopCounting();
    const until = shown.kind === 'team' ? (shown.self?.live?.until ?? null) : null;
    if (until === null) return;
    stopCounting = onEachMinuteLess(until, systemClock, () =>
      tray.show(buildTray(shown, t, timeFormat())),
    );
  }
  function changeSettings(change: Parameters<typeof settings.update>[0]): void {
    settings.update(change);
    t = createTranslator(language());
    show();
  }

  session.onChange(show);
  session.onTransitions((transitions) => {
    const { state } = session;
    if (state.kind !== 'signed-in' || state.client.kind !== 'connected') return;
    const selfId = state.client.team.self.memberId;
    for (const notice of teamNotices(transitions, selfId, settings.get(), t)) {
      notifier.notify({ ...notice, onClick: () => window.open() });
    }
  });
  const helpDesk = new HelpDesk({
    session,
    settings,
    effects,
    system: systemActivity,
    desk: electronDesk,
    clock: systemClock,
    log,
    surroundings: {
      versions: electronApp.versions(),
      desktop: config.desktop,
      device: deviceName,
    },
    logFile: logFile(electronApp.folder()),
  });
  window.answer(
    answerBridge({
      session,
      settings,
      effects,
      helpDesk,
      view,
      takePlace: () => window.takePlace(),
      changeSettings,
      run,
    }),
  );
  watchPower({
    onSuspend: () => {
      session.suspend().catch((error: unknown) => log.error('suspending failed', error));
    },
    onResume: () => session.resume(),
    onHint: () => session.lookAtActivity(),
  });
  electronApp.onSecondInstance(() => window.open());
  electronApp.beforeQuit(() => session.quit());

  const shortcut = effects.start(settings.get());
  show();
  if (!config.hidden && !loginItem?.launchedThis()) window.open();
  const tell = (notice: LocalNotice | null, place?: Place): void => {
    if (notice !== null) notifier.notify({ ...notice, onClick: () => window.open(place) });
  };
  if (!shortcut.ok) {
    const { keyboard } = effects.integration();
    tell(shortcutNotice(settings.get().shortcut, keyboard, t), 'settings');
  }
  const tellOfTrouble = (): void => {
    // An open window shows it by itself.
    if (!window.isOpen()) tell(troubleNotice(settings.trouble(), t));
  };
  tellOfTrouble();
  settings.onTrouble(() => {
    show();
    tellOfTrouble();
  });
  begin(session, config.signIn, log).catch((error: unknown) =>
    log.error('signing in failed', error),
  );
  return { windowIsOpen: () => window.isOpen() };
}

/** What launches this Ampel at login: the file itself where it is one that is updated as a file. */
function loginItemOf({ appImage, configFolder }: Config): LoginItem {
  const args = ['--hidden'];
  if (process.platform !== 'linux') return electronLoginItem(args);
  return autostartFile(configFolder, { program: appImage ?? process.execPath, args });
}

/** Signs in as the surroundings say, else goes on as before. */
async function begin(session: Session, signIn: Config['signIn'], log: Log): Promise<void> {
  if (signIn === null) {
    session.restore();
    return;
  }
  const outcome = await session.signIn(signIn.server, signIn.token);
  if (!outcome.ok) {
    log.warn(`signing in failed: ${outcome.problem.code}: ${outcome.problem.detail ?? ''}`);
    session.restore();
  }
}
