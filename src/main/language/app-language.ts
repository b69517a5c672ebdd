import type { Language, LanguageSetting } from '../../shared/bridge/view.ts';
import { formatLocale } from '../../shared/time/format-locale.ts';
import type { TimeFormat } from './time-format.ts';
import { createTranslator, resolveLanguage, type Translate } from './translator.ts';

export type AppLanguageOptions = {
  readonly setting: () => LanguageSetting;
  /** BCP 47 tags, the preferred first. */
  readonly systemLanguages: () => readonly string[];
  /** Epoch milliseconds. */
  readonly now: () => number;
};

/** How the app speaks at this moment: with which words, and how it names times. */
export class AppLanguage {
  readonly #options: AppLanguageOptions;
  #made: { readonly language: Language; readonly t: Translate } | null = null;

  constructor(options: AppLanguageOptions) {
    this.#options = options;
  }

  get language(): Language {
    const { setting, systemLanguages } = this.#options;
    return resolveLanguage(setting(), systemLanguages());
  }

  get t(): Translate {
    const { language } = this;
    if (this.#made?.language !== language) {
      this.#made = { language, t: createTranslator(language) };
    }
    return this.#made.t;
  }

  get time(): TimeFormat {
    const { now, systemLanguages } = this.#options;
    return { now: now(), locale: formatLocale(this.language, systemLanguages()) };
  }
}
