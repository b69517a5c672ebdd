import { ViewFeed } from '../../client/view/view-feed.ts';
import type { AppView } from '../../shared/bridge/view.ts';
import type { NumberedView } from '../../shared/bridge/view-update.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { onEachMinuteLess } from '../../shared/time/minutes-left.ts';
import type { AppLanguage } from '../language/app-language.ts';
import type { TrayPort, WindowPort } from '../ports.ts';
import { buildTray } from '../tray/tray-model.ts';

export type DisplayOptions = {
  readonly view: () => AppView;
  readonly language: AppLanguage;
  readonly tray: TrayPort;
  readonly window: Pick<WindowPort, 'show'>;
  readonly clock: Clock;
};

/** Shows the view in tray and window, and in the tray what is left of a timed choice. */
export class Display {
  readonly #options: DisplayOptions;
  readonly #feed: ViewFeed;
  #stopCounting: () => void = () => undefined;

  constructor(options: DisplayOptions) {
    this.#options = options;
    this.#feed = new ViewFeed(options.view());
  }

  /** What was shown last. */
  get current(): NumberedView {
    return this.#feed.current;
  }

  /** Shows what is so now; to be called after every change of what the view is made of. */
  show(): AppView {
    const { view, window, clock } = this.#options;
    const shown = view();
    this.#showTray(shown);
    window.show(this.#feed.next(shown));
    this.#stopCounting();
    const until = shown.kind === 'team' ? (shown.self?.live?.until ?? null) : null;
    if (until !== null) {
      this.#stopCounting = onEachMinuteLess(until, clock, () => this.#showTray(shown));
    }
    return shown;
  }

  #showTray(shown: AppView): void {
    const { tray, language } = this.#options;
    tray.show(buildTray(shown, language.t, language.time));
  }
}
