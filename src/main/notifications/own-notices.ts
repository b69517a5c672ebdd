import type { Integration } from '../../shared/bridge/diagnostics.ts';
import type { Place, Problem, SettingsTrouble } from '../../shared/bridge/view.ts';
import type { Choice } from '../../shared/domain/status.ts';
import type { AppCommand } from '../commands.ts';
import type { Translate } from '../language/translate.ts';
import type { NotifierPort } from '../ports.ts';
import { problemWords, type RequestProblem } from '../requests/request-problem.ts';
import { type LocalNotice, shortcutNotice, troubleNotice } from '../settings/local-notices.ts';

export type OwnNoticesOptions = {
  readonly notifier: NotifierPort;
  /** The language of the moment. */
  readonly translate: () => Translate;
  readonly open: (place?: Place) => void;
  /** The member says that they are there. */
  readonly onImHere: () => void;
};

/** Notifications about what is the member's own: status, wishes, and this installation. */
export class OwnNotices {
  readonly #options: OwnNoticesOptions;
  #withdrawWarning: () => void = () => undefined;

  constructor(options: OwnNoticesOptions) {
    this.#options = options;
  }

  /** Warns that inactivity turns the member Offline in `leftMs` milliseconds (PR13). */
  warnOfInactivity(leftMs: number): void {
    const { notifier, translate, onImHere } = this.#options;
    const t = translate();
    const seconds = Math.max(1, Math.round(leftMs / 1000));
    this.withdrawWarning();
    this.#withdrawWarning = notifier.notify({
      // The minute of long timeouts is not always seen to the second.
      title: seconds > 50 ? t('notify.fadingMinute') : t('notify.fading', { count: seconds }),
      body: t('notify.fadingBody'),
      onClick: onImHere,
      actions: [{ label: t('notify.imHere'), onClick: onImHere }],
    });
  }

  withdrawWarning(): void {
    this.#withdrawWarning();
    this.#withdrawWarning = () => undefined;
  }

  /** Asks for a restart into a newer version (UP3); the answer takes the question back. */
  askToRestart(version: string, installsOnQuit: boolean, onRestart: () => void): () => void {
    const { notifier, translate, open } = this.#options;
    const t = translate();
    return notifier.notify({
      title: t('updateNews.title', { version }),
      body: t(installsOnQuit ? 'updateNews.body' : 'updateNews.asksBody'),
      onClick: () => open('settings'),
      actions: [{ label: t('updateNews.restart'), onClick: onRestart }],
    });
  }

  /** Says that a choice was not taken, and why. */
  tellNotChosen(choice: Choice, problem: Problem): void {
    const t = this.#options.translate();
    this.#tellNotDone(t('notify.notChosen', { status: t(`status.${choice}`) }), problem);
  }

  /** Says that a command did not do what it was to do, and why. */
  tellNotDone(command: AppCommand, problem: Problem): void {
    switch (command.do) {
      case 'choose':
        this.tellNotChosen(command.choice, problem);
        break;
      case 'contact':
        this.#tellNotDone(this.#options.translate()(`contactNews.not.${command.act}`), problem);
        break;
      case 'watch':
        this.#tellNotDone(this.#options.translate()('notify.notWatched'), problem);
        break;
      default:
      // The others come from the window, which tells by itself, or cannot fail.
    }
  }

  #tellNotDone(title: string, problem: Problem): void {
    const { notifier, translate, open } = this.#options;
    notifier.notify({ title, body: translate()(`problem.${problem.code}`), onClick: () => open() });
  }

  /** Says that a link was not understood; nothing was done (CL2). */
  tellBadLink(problem: RequestProblem): void {
    const { notifier, translate, open } = this.#options;
    const t = translate();
    notifier.notify({
      title: t('notify.linkNotUnderstood'),
      body: problemWords(problem, t),
      onClick: () => open(),
    });
  }

  /** Says that the shortcut of the settings is not to be had on this computer now. */
  tellNoShortcut(shortcut: string | null, { keyboard }: Pick<Integration, 'keyboard'>): void {
    this.#tell(shortcutNotice(shortcut, keyboard, this.#options.translate()), 'settings');
  }

  /** Says what is wrong with the file of the settings, if anything is. */
  tellTrouble(trouble: SettingsTrouble | null): void {
    this.#tell(troubleNotice(trouble, this.#options.translate()));
  }

  #tell(notice: LocalNotice | null, place?: Place): void {
    const { notifier, open } = this.#options;
    if (notice !== null) notifier.notify({ ...notice, onClick: () => open(place) });
  }
}
