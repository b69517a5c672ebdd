import type { Language, LanguageSetting } from '../../shared/bridge/view.ts';
import { formatLocale } from '../../shared/time/format-locale.ts';
import type { TimeFormat } from './time-format.ts';
import { english, loadTranslator, resolveLanguage, type Translate } from './translate.ts';

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
  readonly #loaded = new Map<Language, Translate>([['en', english]]);

  constructor(options: AppLanguageOptions) {
    this.#options = options;
  }

  get language(): Language {
    const { setting, systemLanguages } = this.#options;
    return resolveLanguage(setting(), systemLanguages());
  }

  /** The words of the language, or English ones until {@link load} has brought them. */
  get t(): Translate {
    return this.#loaded.get(this.language) ?? english;
  }

  get time(): TimeFormat {
    const { now, systemLanguages } = this.#options;
    return { now: now(), locale: formatLocale(this.language, systemLanguages()) };
  }

  /** Loads the words of the language; nobody pays for those of the others. */
  async load(): Promise<void> {
    const { language } = this;
    if (!this.#loaded.has(language)) this.#loaded.set(language, await loadTranslator(language));
  }
}
