import type { Outcome } from '../../shared/bridge/bridge.ts';
import type { Integration } from '../../shared/bridge/diagnostics.ts';
import type { Preferences } from '../../shared/bridge/view.ts';
import type { Keyboard } from '../../shared/shortcut/accelerator.ts';
import type { Log, LoginItem, ShortcutPort, ThemePort } from '../ports.ts';

type Effective = Pick<Preferences, 'theme' | 'shortcut'>;

export type PreferenceEffectsOptions = {
  readonly theme: ThemePort;
  readonly shortcut: ShortcutPort;
  /** Null where this Ampel is not installed. */
  readonly loginItem: LoginItem | null;
  readonly keyboard: Keyboard;
  readonly onShortcut: () => void;
  readonly log: Log;
};

/** What preferences change outside of Ampel's own window and menu. */
export class PreferenceEffects {
  readonly #options: PreferenceEffectsOptions;
  #wanted: string | null = null;
  #shortcutWorks = false;

  constructor(options: PreferenceEffectsOptions) {
    this.#options = options;
  }

  /** Puts everything into force at the start, before the first window. */
  start({ theme, shortcut }: Effective): Outcome {
    const { loginItem, log } = this.#options;
    this.#options.theme.set(theme);
    try {
      loginItem?.refresh();
    } catch (error) {
      log.error('the login item could not be brought up to date', error);
    }
    return this.#takeShortcut(shortcut);
  }

  /** Puts a change into force; what is refused stays as it was. */
  change({ theme, shortcut }: Partial<Effective>): Outcome {
    if (shortcut !== undefined) {
      const before = this.#wanted;
      const outcome = this.#takeShortcut(shortcut);
      if (!outcome.ok) {
        this.#takeShortcut(before);
        return outcome;
      }
    }
    if (theme !== undefined) this.#options.theme.set(theme);
    return { ok: true };
  }

  setLaunchAtLogin(on: boolean): Outcome {
    const { loginItem, log } = this.#options;
    try {
      if (loginItem === null) throw new Error('Ampel is not installed');
      loginItem.set(on);
      return { ok: true };
    } catch (error) {
      log.error('the login item could not be changed', error);
      return { ok: false, problem: { code: 'refused-by-system', detail: String(error) } };
    }
  }

  integration(): Integration {
    return {
      keyboard: this.#options.keyboard,
      shortcut: this.#wanted === null ? 'none' : this.#shortcutWorks ? 'works' : 'refused',
      launchAtLogin: this.#launchesAtLogin(),
    };
  }

  #launchesAtLogin(): boolean | null {
    const { loginItem, log } = this.#options;
    try {
      return loginItem?.get() ?? null;
    } catch (error) {
      log.error('the login item could not be read', error);
      return false;
    }
  }

  #takeShortcut(accelerator: string | null): Outcome {
    const { shortcut, onShortcut } = this.#options;
    this.#wanted = accelerator;
    this.#shortcutWorks = shortcut.set(accelerator, onShortcut);
    return this.#shortcutWorks ? { ok: true } : { ok: false, problem: { code: 'shortcut-taken' } };
  }
}
