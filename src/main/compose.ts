import { hostname } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { TeamWatch } from '../client/notifications/team-watch.ts';
import { connectSocket } from '../client/socket-connection.ts';
import { systemClock } from '../client/system-clock.ts';
import type { Outcome } from '../shared/bridge/bridge.ts';
import type { AppView, Place } from '../shared/bridge/view.ts';
import { keyboardOf } from '../shared/shortcut/accelerator.ts';
import { formatLocale } from '../shared/time/format-locale.ts';
import { onEachMinuteLess } from '../shared/time/minutes-left.ts';
import { type AppCommand, runCommand } from './commands.ts';
import type { Config } from './config.ts';
import { answerRequest } from './control/answer-request.ts';
import { openControl } from './control/control-server.ts';
import { CrashNotice } from './crash-notice.ts';
import { sameStart } from './crash-restart.ts';
import { HelpDesk } from './diagnostics/help-desk.ts';
import { systemActivity, watchPower } from './electron/electron-activity.ts';
import { electronApp } from './electron/electron-app.ts';
import { electronDesk } from './electron/electron-desk.ts';
import { createDialogs } from './electron/electron-dialogs.ts';
import { logFile } from './electron/electron-log.ts';
import { electronLoginItem } from './electron/electron-login-item.ts';
import { createNotifier } from './electron/electron-notifier.ts';
import { createSecretBox } from './electron/electron-secret-box.ts';
import { openSettings } from './electron/electron-settings.ts';
import { createShortcut } from './electron/electron-shortcut.ts';
import { electronTheme } from './electron/electron-theme.ts';
import { createTray } from './electron/electron-tray.ts';
import { createWindowPort } from './electron/electron-window.ts';
import { findInstallation } from './electron/installation.ts';
import { createTranslator, resolveLanguage } from './language/translator.ts';
import { autostartFile } from './login-item/autostart-file.ts';
import { OwnNotices } from './notifications/own-notices.ts';
import { TeamNotices } from './notifications/team-notices.ts';
import { liveIn, sightOf, wishesOf } from './notifications/team-sight.ts';
import type { Log, LoginItem } from './ports.ts';
import { followLink } from './requests/follow-link.ts';
import { linkAmong } from './requests/link.ts';
import { Session } from './session/session.ts';
import { type LocalNotice, shortcutNotice, troubleNotice } from './settings/local-notices.ts';
import { PreferenceEffects } from './settings/preference-effects.ts';
import { watching } from './settings/watched.ts';
import { TrayAbsence } from './tray/tray-absence.ts';
import { findTrayHost } from './tray/tray-host.ts';
import { buildTray } from './tray/tray-model.ts';
import { whyNoUpdates } from './updates/update-source.ts';
import { Updates } from './updates/updates.ts';
import { buildView } from './view/app-view.ts';
import { MemberViews } from './view/member-views.ts';
import { answerBridge } from './window/answer-bridge.ts';
import { ViewFeed } from './window/view-feed.ts';

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
    placement: {
      last: () => settings.get().windowBounds,
      remember: (windowBounds) => settings.update({ windowBounds }),
      tray: () => tray.place(),
    },
    onCrashed: () => {
      crashNotice
        .windowCrashed()
        .catch((error: unknown) => log.error('telling of a crash failed', error));
    },
    onOpened: () => {
      trayAbsence
        .windowOpened()
        .catch((error: unknown) => log.error('looking for the tray failed', error));
    },
    log,
  });
  const execute = (command: AppCommand): Promise<Outcome> =>
    runCommand(command, {
      now: () => systemClock.now(),
      choose: (request) => session.choose(request),
      open: (place) => window.open(place),
      prefer: (change) => {
        const outcome = effects.change(change);
        if (outcome.ok) changeSettings(change);
        return outcome;
      },
      watch: (memberId, on) => changeSettings(watching(settings.get(), memberId, on)),
      signOut: () => session.signOut(),
      quit: () => electronApp.quit(),
    });
  /** For wishes without anybody who waits for their end. */
  const runAndTell = (command: AppCommand): void => {
    execute(command)
      .then((outcome) => {
        if (!outcome.ok) ownNotices.tellNotDone(command, outcome.problem);
      })
      .catch((error: unknown) => log.error(`"${command.do}" failed`, error));
  };
  const run = (command: AppCommand): void => {
    session.noteInput();
    runAndTell(command);
  };
  const tray = createTray(icons, run);
  const notifier = createNotifier(log);
  const ownNotices = new OwnNotices({
    notifier,
    translate: () => t,
    openWindow: () => window.open(),
    openSettings: () => window.open('settings'),
    onImHere: () => session.noteInput(),
  });
  const teamNotices = new TeamNotices({
    notifier,
    speech: () => ({ t, time: timeFormat(), live: (memberId) => liveIn(session.state, memberId) }),
    open: (place) => window.open(place),
  });
  const teamWatch = new TeamWatch({
    clock: systemClock,
    sight: () => sightOf(session.state),
    wishes: () => wishesOf(settings.get()),
    tell: (notice) => teamNotices.tell(notice),
  });
  const updates = new Updates({
    off: whyNoUpdates(findInstallation(config.appImage), config.updates),
    // The largest part that not every start needs: it is loaded at the first look.
    load: async () => {
      const { createUpdater } = await import('./electron/electron-updater.ts');
      return createUpdater({
        url: config.updates.kind === 'place' ? config.updates.url : null,
        appImage: config.appImage,
        startArguments: () => sameStart(config.startArguments, window.isOpen()),
        log,
      });
    },
    clock: systemClock,
    random: Math.random,
    log,
    askedAt: {
      get: () => settings.get().askedToUpdateAt,
      set: (at) => settings.update({ askedToUpdateAt: at }),
    },
    ask: (version, installsOnQuit) =>
      ownNotices.askToRestart(version, installsOnQuit, () => updates.restart()),
    onChange: () => show(),
  });

  const language = () => resolveLanguage(settings.get().language, electronApp.systemLanguages());
  const timeFormat = () => ({
    now: systemClock.now(),
    locale: formatLocale(language(), electronApp.systemLanguages()),
  });
  let t = createTranslator(language());
  const crashNotice = new CrashNotice({
    dialogs: createDialogs(electronApp.folder()),
    settings,
    clock: systemClock,
    translate: () => t,
  });
  const trayAbsence = new TrayAbsence({
    find: () => findTrayHost(config.desktopSession),
    settings,
    clock: systemClock,
    onChange: () => show(),
    openWindow: () => window.open(),
  });
  const memberViews = new MemberViews();
  const view = () =>
    buildView({
      session: session.state,
      settings: settings.get(),
      language: language(),
      memberViews,
      trayIsMissing: trayAbsence.isToBeTold,
      settingsTrouble: settings.trouble(),
      version: { installed: electronApp.version(), update: updates.state },
    });
  const feed = new ViewFeed(view());
  let stopCounting: () => void = () => undefined;
  function show(): void {
    const shown = view();
    tray.show(buildTray(shown, t, timeFormat()));
    window.show(feed.next(shown));
    updates.heed({ busyUntil: timedBusyUntil(shown), quietHours: settings.get().quietHours });
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
    teamWatch.look();
  }

  session.onChange(show);
  session.onChange(() => {
    if (session.state.kind === 'signed-out') teamNotices.takeBackAll();
    teamWatch.look();
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
      view: () => feed.current,
      takePlace: () => window.takePlace(),
      changeSettings,
      execute,
      updates,
    }),
  );
  watchPower({
    onSuspend: () => {
      session.suspend().catch((error: unknown) => log.error('suspending failed', error));
    },
    onResume: () => session.resume(),
    onHint: () => session.lookAtActivity(),
  });
  const control = openControl({
    profile: electronApp.folder(),
    runtimeFolder: config.runtimeFolder,
    clock: systemClock,
    log,
    answer: (request) => answerRequest(request, { view, execute }),
    onChange: (listener) => session.onChange(listener),
  });
  electronApp.onHelperGone((type, reason) => {
    log.warn(`a helper process is gone (${type}): ${reason}`);
  });
  electronApp.beforeQuit(async () => {
    await Promise.all([session.quit(), control.then((opened) => opened.close())]);
  });

  const shortcut = effects.start(settings.get());
  show();
  updates.start();
  const startsUnseen = config.hidden || config.link !== null || loginItem?.launchedThis();
  if (!startsUnseen) window.open();
  else if (config.link === null) {
    trayAbsence
      .openIfInvisible()
      .catch((error: unknown) => log.error('looking for the tray failed', error));
  }
  if (config.restartedAt !== null) {
    crashNotice
      .appRestarted()
      .catch((error: unknown) => log.error('telling of a crash failed', error));
  }
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
  const follow = (link: string): void =>
    followLink(link, { run: runAndTell, onProblem: (problem) => ownNotices.tellBadLink(problem) });
  begin(session, config.signIn, log)
    .catch((error: unknown) => log.error('signing in failed', error))
    .finally(() => {
      // Not before there is somebody whose status a link could set.
      if (config.link !== null) follow(config.link);
      electronApp.onLink(follow);
    });
  electronApp.onSecondInstance((argv) => {
    const link = linkAmong(argv);
    if (link === null) window.open();
    else follow(link);
  });
  return { windowIsOpen: () => window.isOpen() };
}

/** When the timed Busy ends that the member has chosen, also while Offline; null without one. */
function timedBusyUntil(view: AppView): number | null {
  return view.kind === 'team' && view.self?.choice === 'busy' ? view.self.choiceUntil : null;
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
    log.warn(`signing in failed: ${outcome.problem.code}`);
    session.restore();
  }
}
