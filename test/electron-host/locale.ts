/** The languages Electron would report on Linux, from switches and the usual variables. */
import { environmentVariable } from './environment.ts';

/** Turns `de_AT.UTF-8@euro` into `de-AT`; `C` and `POSIX` have no language. */
function toLanguageTag(posix: string): string | undefined {
  const name = posix.split(/[.@]/)[0] ?? '';
  if (!name || name === 'C' || name === 'POSIX') return undefined;
  return name.replace('_', '-');
}

/** The locale of dates and numbers, for example `de-AT`. */
export function systemLocale(): string {
  const posix =
    environmentVariable('LC_ALL') ??
    environmentVariable('LC_MESSAGES') ??
    environmentVariable('LANG') ??
    '';
  return toLanguageTag(posix) ?? 'en-US';
}

/** The user's languages, most wanted first: `LANGUAGE` lists several, else the locale's. */
export function preferredLanguages(): string[] {
  const listed = (environmentVariable('LANGUAGE') ?? '').split(':').map(toLanguageTag);
  const languages = listed.filter((tag) => tag !== undefined);
  return languages.length > 0 ? languages : [systemLocale()];
}

/**
 * The language of Chromium's own texts. Chromium has regional texts for few languages only; the
 * others are reported without their region, so `de_AT` gives `de`.
 */
export function uiLocale(langSwitch: string): string {
  const wanted = langSwitch || preferredLanguages()[0] || 'en-US';
  const regional = new Set(['en-US', 'en-GB', 'es-419', 'pt-BR', 'pt-PT', 'zh-CN', 'zh-TW']);
  if (regional.has(wanted)) return wanted;
  const [language = 'en', region] = wanted.split('-');
  if (language === 'en') return !region || region === 'US' ? 'en-US' : 'en-GB';
  if (language === 'pt') return region === 'PT' ? 'pt-PT' : 'pt-BR';
  if (language === 'zh') return region === 'TW' || region === 'HK' ? 'zh-TW' : 'zh-CN';
  return language;
}
