import { hostname } from 'node:os';
import path from 'node:path';
import { systemClock } from '../client/system-clock.ts';
import { type AppCommand, runCommand } from './commands.ts';
import type { Config } from './config.ts';
import { systemActivity, watchPower } from './electron/electron-activity.ts';
import { electronApp } from './electron/electron-app.ts';
import { createNotifier } from './electron/electron-notifier.ts';
import { createSecretBox } from './electron/electron-secret-box.ts';
import { openSettings } from './electron/electron-settings.ts';
import { createTray } from './electron/electron-tray.ts';
import { createWindowPort } from './electron/electron-window.ts';
import { createTranslator, resolveLanguage } from './language/translator.ts';
import { teamNotices } from './notifications/team-notices.ts';
import type { Log } from './ports.ts';
import { Session } from './session/session.ts';
import { buildTray } from './tray/tray-model.ts';
import { buildView } from './view/app-view.ts';
import { answerBridge } from './window/answer-bridge.ts';

/**
 * Builds the running app out of its parts and starts it. The only place where parts meet: what
 * happens in one of them reaches the others through the view, and comes back as a command.
 */
export async function startApp(config: Config, log: Log): Promise<void> {
  const here = import.meta.dirname;
  const icons = path.join(here, 'icons');
  const settings = openSettings(electronApp.folder(), log);
  const session = new Session({
    settings,
    secrets: createSecretBox(log),
    system: systemActivity,
    clock: systemClock,
    random: Math.random,
    log,
    device: { name: hostname().slice(0, 64), version: electronApp.version() },
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
    runCommand(command, {
      choose: async (choice) => {
        const outcome = await session.choose(choice);
        if (outcome.ok) return;
        notifier.notify({
          title: t('notify.notChosen', { status: t(`status.${choice}`) }),
          body: t(`problem.${outcome.problem.code}`),
          onClick: () => window.open(),
        });
      },
      open: () => window.open(),
      notifyAbout: (about) => changeSettings({ notifyAbout: about }),
      signOut: () => session.signOut(),
      quit: () => electronApp.quit(),
    }).catch((error: unknown) => log.error(`"${command.do}" failed`, error));
  };
  const tray = createTray(icons, run);
  const notifier = createNotifier(log);

  const language = () => resolveLanguage(settings.get().language, electronApp.systemLanguages());
  let t = createTranslator(language());
  const view = () => buildView(session.state, settings.get(), language());
  function show(): void {
    const shown = view();
    tray.show(buildTray(shown, t));
    window.show(shown);
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
  window.answer(answerBridge({ session, settings, view, changeSettings, run }));
  watchPower({
    onSuspend: () => {
      session.suspend().catch((error: unknown) => log.error('suspending failed', error));
    },
    onResume: () => session.resume(),
    onHint: () => session.lookAtActivity(),
  });
  electronApp.onSecondInstance(() => window.open());
  electronApp.beforeQuit(() => session.quit());

  show();
  if (!config.hidden) window.open();
  if (config.signIn === null) {
    session.restore();
    return;
  }
  const outcome = await session.signIn(config.signIn.server, config.signIn.token);
  if (!outcome.ok) {
    log.warn(`signing in failed: ${outcome.problem.code}: ${outcome.problem.detail ?? ''}`);
    session.restore();
  }
}
