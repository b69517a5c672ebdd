import type { Clock } from '../../shared/domain/clock.ts';
import type { Translate } from '../language/translate.ts';
import type { DialogPort, SettingsStore } from '../ports.ts';

/** Nobody is told of crashes more often than this, in milliseconds. */
const SHORTEST_INTERVAL_MS = 3_600_000;
/** One crash of the window mends itself; this many are told of. */
const WINDOW_CRASHES = 2;

type Crash = 'app' | 'window';

export type CrashNoticeOptions = {
  readonly dialogs: DialogPort;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly translate: () => Translate;
  readonly showLog: () => void;
};

/** Tells that something crashed and was mended, and offers the log; at most once in an hour. */
export class CrashNotice {
  readonly #options: CrashNoticeOptions;
  #windowCrashes = 0;

  constructor(options: CrashNoticeOptions) {
    this.#options = options;
  }

  /** The app runs again after it had ended with an error. */
  appRestarted(): Promise<void> {
    return this.#tell('app');
  }

  /** The window's process has ended with an error. */
  async windowCrashed(): Promise<void> {
    this.#windowCrashes += 1;
    if (this.#windowCrashes < WINDOW_CRASHES) return;
    this.#windowCrashes = 0;
    await this.#tell('window');
  }

  async #tell(crash: Crash): Promise<void> {
    const { dialogs, settings, clock, translate, showLog } = this.#options;
    const now = clock.now();
    if (!isDue(settings.get().crashToldAt, now)) return;
    settings.update({ crashToldAt: now });
    const t = translate();
    const answer = await dialogs.ask({
      title: t('crash.title'),
      message: t(crash === 'app' ? 'crash.restarted' : 'crash.window'),
      detail: t('crash.detail'),
      buttons: [t('crash.showLog'), t('crash.close')],
    });
    if (answer === 0) showLog();
  }
}

/** A time still to come is of a clock that was set back since. */
function isDue(toldAt: number | null, now: number): boolean {
  return toldAt === null || toldAt > now || now - toldAt >= SHORTEST_INTERVAL_MS;
}
