import { hostname } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { AssignmentWatch } from '../client/contacts/assignment-watch.ts';
import { liveIn, ownContactsIn, sightOf } from '../client/notifications/session-sight.ts';
import { TeamNotices } from '../client/notifications/team-notices.ts';
import { TeamWatch } from '../client/notifications/team-watch.ts';
import { wishesOf } from '../client/notifications/wishes.ts';
import { connectSocket } from '../client/socket-connection.ts';
import { systemClock } from '../client/system-clock.ts';
import { buildView } from '../client/view/app-view.ts';
import { MemberViews } from '../client/view/member-views.ts';
import type { Outcome } from '../shared/bridge/bridge.ts';
import type { AppView } from '../shared/bridge/view.ts';
import { keyboardOf } from '../shared/shortcut/accelerator.ts';
import { type AppCommand, runCommand } from './commands.ts';
import type { Config } from './config.ts';
import { answerRequest } from './control/answer-request.ts';
import { openControl } from './control/control-server.ts';
import { CrashNotice } from './crash/crash-notice.ts';
import { sameStart } from './crash/crash-restart.ts';
import { HelpDesk } from './diagnostics/help-desk.ts';
import { systemActivity, watchPower } from './electron/electron-activity.ts';
import { electronApp } from './electron/electron-app.ts';
import { electronDesk } from './electron/electron-desk.ts';
import { electronDialogs } from './electron/electron-dialogs.ts';
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
import { inBackground } from './in-background.ts';
import { Join } from './join/join.ts';
import { AppLanguage } from './language/app-language.ts';
import { autostartFile } from './login-item/autostart-file.ts';
import { contactNotices } from './notifications/contact-notices.ts';
import { OwnNotices } from './notifications/own-notices.ts';
import type { Log, LoginItem } from './ports.ts';
import { followLink } from './requests/follow-link.ts';
import { linkAmong } from './requests/link.ts';
import { namesFile } from './session/names-file.ts';
import { Session } from './session/session.ts';
import { WatchedPeople } from './session/watched-people.ts';
import { PreferenceEffects } from './settings/preference-effects.ts';
import { shownSettings } from './settings/shown-settings.ts';
import { TrayAbsence } from './tray/tray-absence.ts';
import { findTrayHost } from './tray/tray-host.ts';
import { whyNoUpdates } from './updates/update-source.ts';
import { Updates } from './updates/updates.ts';
import { Display } from './view/display.ts';
import { answerBridge } from './window/answer-bridge.ts';
import { openLink } from './window/open-link.ts';

/** The app while it runs, as whoever restarts it has to know it. */
export type RunningApp = { windowIsOpen(): boolean };

/**
 * Builds the running app out of its parts and starts it. The only place where parts meet: what
 * happens in one of them reaches the others through the view, and comes back as a command.
 */
export async function startApp(config: Config, log: Log): Promise<RunningApp> {
  const here = import.meta.dirname;
  const icons = path.join(here, 'icons');
  const folder = electronApp.folder();
  const deviceName = hostname().slice(0, 64);
  const clock = systemClock;
  const settings = openSettings(folder, log);
  const language = new AppLanguage({
    setting: () => settings.get().language,
    systemLanguages: () => electronApp.systemLanguages(),
    now: () => clock.now(),
  });
  await language.load();
  const translate = () => language.t;
  const notifier = createNotifier(log);
  const ownNotices = new OwnNotices({
    notifier,
    translate,
    open: (place) => window.open(place),
    onImHere: () => session.noteInput(),
  });
  const session = new Session({
    settings,
    secrets: createSecretBox(log),
    names: namesFile(folder, log),
    connect: connectSocket,
    system: systemActivity,
    clock,
    random: Math.random,
    log,
    device: { name: deviceName, version: electronApp.version() },
    onInactivityWarning: (leftMs) => ownNotices.warnOfInactivity(leftMs),
    onWarningOver: () => ownNotices.withdrawWarning(),
    onChoiceRefused: ({ choice }, problem) => ownNotices.tellNotChosen(choice, problem),
  });
  const watchedPeople = new WatchedPeople({
    settings,
    session,
    log,
    onChange: () => show(),
  });
  const join = new Join({
    clock,
    log,
    desk: electronDesk,
    device: { id: () => settings.get().deviceId, name: deviceName },
    words: () => ({ language: language.language, t: language.t }),
    signIn: (server, token) => session.signIn(server, token),
    onChange: () => show(),
    onAnswered: () => window.open(),
  });
  const loginItem = electronApp.isInstalled() ? loginItemOf(config) : null;
  const effects = new PreferenceEffects({
    theme: electronTheme,
    shortcut: createShortcut(log),
    loginItem,
    keyboard: keyboardOf(process.platform),
    onShortcut: () => run({ do: 'open' }),
    log,
  });
  const helpDesk = new HelpDesk({
    session,
    settings,
    effects,
    system: systemActivity,
    desk: electronDesk,
    clock,
    log,
    surroundings: {
      versions: electronApp.versions(),
      desktop: config.desktop,
      device: deviceName,
    },
    logFile: logFile(folder),
  });
  const crashNotice = new CrashNotice({
    dialogs: electronDialogs,
    settings,
    clock,
    translate,
    showLog: () => helpDesk.showLogFile(),
  });
  const trayAbsence = new TrayAbsence({
    find: () => findTrayHost(config.desktopSession),
    settings,
    clock,
    onChange: () => show(),
    openWindow: () => window.open(),
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
    onCrashed: () => inBackground(log, 'telling of a crash', crashNotice.windowCrashed()),
    onOpened: () => inBackground(log, 'looking for the tray', trayAbsence.windowOpened()),
    log,
  });
  const tray = createTray({
    iconFolder: icons,
    menuBarIcon: () => settings.get().menuBarIcon,
    run: (command) => run(command),
  });
  const teamNotices = new TeamNotices({
    notifier,
    speech: () => ({
      t: language.t,
      time: language.time,
      live: (memberId) => liveIn(session.state, memberId),
    }),
    open: (place) => window.open(place),
  });
  const teamWatch = new TeamWatch({
    clock,
    sight: () => sightOf(session.state),
    wishes: () => wishesOf(settings.get(), watchedPeople.ids),
    tell: (notice) => teamNotices.tell(notice),
  });
  const assignmentNotices = contactNotices({
    notifier,
    translate,
    open: (place) => window.open(place),
    run: (command) => run(command),
  });
  const assignmentWatch = new AssignmentWatch({
    sight: () => ownContactsIn(session.state),
    tell: (contacts) => assignmentNotices.tell(contacts),
    takeBack: (keys) => assignmentNotices.takeBack(keys),
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
    clock,
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
  const memberViews = new MemberViews();
  const view = () =>
    buildView({
      session: session.state,
      join: join.state,
      ...shownSettings(settings.get()),
      watched: watchedPeople.ids,
      language: language.language,
      memberViews,
      trayIsMissing: trayAbsence.isToBeTold,
      settingsTrouble: settings.trouble(),
      version: { installed: electronApp.version(), update: updates.state },
    });
  const display = new Display({ view, language, tray, window, clock });

  /** Brings what may have changed to wherever it matters. */
  function show(): void {
    const shown = display.show();
    updates.heed({ busyUntil: timedBusyUntil(shown), quietHours: settings.get().quietHours });
    teamWatch.look();
    assignmentWatch.look();
  }
  function changeSettings(change: Parameters<typeof settings.update>[0]): void {
    settings.update(change);
    show();
    if (change.language !== undefined) {
      inBackground(log, 'loading the texts', language.load().then(show));
    }
  }
  const execute = (command: AppCommand): Promise<Outcome> =>
    runCommand(command, {
      now: () => clock.now(),
      choose: (request) => session.choose(request),
      open: (place) => window.open(place),
      prefer: (change) => {
        const outcome = effects.change(change);
        if (outcome.ok) changeSettings(change);
        return outcome;
      },
      watch: async (memberId, on) => {
        const outcome = await watchedPeople.set(memberId, on);
        show();
        return outcome;
      },
      actOnContact: (wish) => session.actOnContact(wish),
      assign: (contactId, memberId) =>
        assignmentWatch.ownDeed(contactId, () => session.assignContact(contactId, memberId)),
      signOut: () => session.signOut(),
      quit: () => electronApp.quit(),
    });
  /** For wishes without anybody who waits for their end. */
  const runAndTell = (command: AppCommand): void => {
    const told = execute(command).then((outcome) => {
      if (!outcome.ok) ownNotices.tellNotDone(command, outcome.problem);
    });
    inBackground(log, `"${command.do}"`, told);
  };
  const run = (command: AppCommand): void => {
    session.noteInput();
    runAndTell(command);
  };
  const follow = (link: string): void =>
    followLink(link, { run: runAndTell, onProblem: (problem) => ownNotices.tellBadLink(problem) });

  session.onChange(() => {
    watchedPeople.follow();
    if (session.state.kind === 'signed-out') teamNotices.takeBackAll();
    show();
  });
  settings.onTrouble(() => {
    show();
    // An open window shows it by itself.
    if (!window.isOpen()) ownNotices.tellTrouble(settings.trouble());
  });
  window.answer(
    answerBridge({
      session,
      join,
      settings,
      effects,
      helpDesk,
      view: () => display.current,
      takePlace: () => window.takePlace(),
      changeSettings,
      execute,
      openLink: (url) => openLink(url, electronDesk, log),
      updates,
    }),
  );
  watchPower({
    onSuspend: () => inBackground(log, 'suspending', session.suspend()),
    onResume: () => session.resume(),
    onHint: () => session.lookAtActivity(),
  });
  const control = openControl({
    profile: folder,
    runtimeFolder: config.runtimeFolder,
    clock,
    log,
    answer: (request) => answerRequest(request, { view, execute }),
    onChange: (listener) => session.onChange(listener),
  });
  electronApp.onHelperGone((type, reason) => {
    log.warn(`a helper process is gone (${type}): ${reason}`);
  });
  electronApp.beforeQuit(async () => {
    join.cancel();
    await Promise.all([session.quit(), control.then((opened) => opened.close())]);
  });

  const shortcut = effects.start(settings.get());
  show();
  updates.start();
  const startsUnseen = config.hidden || config.link !== null || loginItem?.launchedThis();
  if (!startsUnseen) window.open();
  else if (config.link === null) {
    inBackground(log, 'looking for the tray', trayAbsence.openIfInvisible());
  }
  if (config.restartedAt !== null) {
    inBackground(log, 'telling of a crash', crashNotice.appRestarted());
  }
  if (!shortcut.ok) ownNotices.tellNoShortcut(settings.get().shortcut, effects.integration());
  if (!window.isOpen()) ownNotices.tellTrouble(settings.trouble());
  const begun = begin(session, config.signIn, log).finally(() => {
    // Not before there is somebody whose status a link could set.
    if (config.link !== null) follow(config.link);
    electronApp.onLink(follow);
  });
  inBackground(log, 'signing in', begun);
  electronApp.onSecondInstance((argv) => {
    const link = linkAmong(argv);
    if (link === null) return window.open();
    const followed = begun.then(() => follow(link));
    inBackground(log, 'following a link', followed);
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
