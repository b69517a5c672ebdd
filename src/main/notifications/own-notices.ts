import type { Problem } from '../../shared/bridge/view.ts';
import type { Choice } from '../../shared/domain/status.ts';
import type { AppCommand } from '../commands.ts';
import type { Translate } from '../language/translator.ts';
import type { NotifierPort } from '../ports.ts';
import { problemWords, type RequestProblem } from '../requests/request-problem.ts';

export type OwnNoticesOptions = {
  readonly notifier: NotifierPort;
  /** The language of the moment. */
  readonly translate: () => Translate;
  readonly openWindow: () => void;
  readonly openSettings: () => void;
  /** The member says that they are there. */
  readonly onImHere: () => void;
};

/** Notifications about the member's own status. */
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
    const { notifier, translate, openSettings } = this.#options;
    const t = translate();
    return notifier.notify({
      title: t('update.readyTitle', { version }),
      body: t(installsOnQuit ? 'update.readyBody' : 'update.readyAsksBody'),
      onClick: openSettings,
      actions: [{ label: t('update.restart'), onClick: onRestart }],
    });
  }

  /** Says that a choice was not taken, and why. */
  tellNotChosen(choice: Choice, problem: Problem): void {
    const { notifier, translate, openWindow } = this.#options;
    const t = translate();
    notifier.notify({
      title: t('notify.notChosen', { status: t(`status.${choice}`) }),
      body: t(`problem.${problem.code}`),
      onClick: openWindow,
    });
  }

  /** Says that a command did not do what it was to do, and why. */
  tellNotDone(command: AppCommand, problem: Problem): void {
    if (command.do === 'choose') this.tellNotChosen(command.choice, problem);
  }

  /** Says that a link was not understood; nothing was done (CL2). */
  tellBadLink(problem: RequestProblem): void {
    const { notifier, translate, openWindow } = this.#options;
    const t = translate();
    notifier.notify({
      title: t('notify.linkNotUnderstood'),
      body: problemWords(problem, t),
      onClick: openWindow,
    });
  }
}
