import type { Clock } from '../../shared/domain/clock.ts';
import type { SettingsStore } from '../ports.ts';
import type { TrayHost } from './tray-host.ts';

/** A panel may come up later than an app that starts at login, in milliseconds. */
const PANEL_START_MS = 10_000;

export type TrayAbsenceOptions = {
  readonly find: () => Promise<TrayHost>;
  readonly settings: SettingsStore;
  readonly clock: Clock;
  readonly onChange: () => void;
  readonly openWindow: () => void;
};

/**
 * Knows whether the desktop shows Ampel's icon, and sees to it that somebody without one learns how
 * to reach Ampel: once by itself, and in the window until they do not want to read it again.
 */
export class TrayAbsence {
  readonly #options: TrayAbsenceOptions;
  #isMissing = false;

  constructor(options: TrayAbsenceOptions) {
    this.#options = options;
  }

  /** Whether the window is to say that there is no icon. */
  get isToBeTold(): boolean {
    return this.#isMissing && this.#options.settings.get().trayNotice !== 'dismissed';
  }

  /** Looks again: what shows icons may have come or gone. */
  async look(): Promise<void> {
    const { find, settings, onChange } = this.#options;
    const found = await find();
    const wasMissing = this.#isMissing;
    this.#isMissing = found === 'missing';
    if (found === 'shown' && settings.get().trayNotice === 'told') {
      settings.update({ trayNotice: 'due' });
    }
    if (this.#isMissing !== wasMissing) onChange();
  }

  /**
   * Opens the window of an app that was started without one and would be invisible: the first time
   * only, so that it does not come at every login.
   */
  async openIfInvisible(): Promise<void> {
    const { clock, settings, openWindow } = this.#options;
    await this.look();
    if (!this.#isMissing || settings.get().trayNotice !== 'due') return;
    await new Promise<void>((resolve) => clock.after(PANEL_START_MS, resolve));
    await this.look();
    if (this.#isMissing && settings.get().trayNotice === 'due') openWindow();
  }

  /** The window has been opened, and tells what is to be told. */
  async windowOpened(): Promise<void> {
    const { settings } = this.#options;
    await this.look();
    if (this.#isMissing && settings.get().trayNotice === 'due') {
      settings.update({ trayNotice: 'told' });
    }
  }
}
