/** What a line of the log may hold at most, in characters. */
const LONGEST = 8_000;

/** Their lengths are limited, so that a long line cannot keep the app busy. */
const SECRETS: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/ampel_[\w-]+/g, 'ampel_…'],
  [/(?<=\/\/)[^\s/@]{1,256}@/g, '…@'],
  [/(?<![\w.+-])[\w.+-]{1,64}@[\w.-]{1,255}/g, '…@…'],
];

/**
 * A line for the log, with the error's stack where there is one. The log is made to be handed on:
 * tokens, credentials, mail addresses and the name of the home folder do not get into it, wherever
 * an error had them from.
 */
export function logText(message: string, error: unknown, homeFolder: string): string {
  const reason = error instanceof Error ? (error.stack ?? String(error)) : String(error ?? '');
  const whole = reason === '' ? message : `${message}: ${reason}`;
  const short = whole.length > LONGEST ? `${whole.slice(0, LONGEST)}…` : whole;
  const withoutHome = homeFolder.length > 1 ? short.replaceAll(homeFolder, '~') : short;
  return SECRETS.reduce((text, [pattern, instead]) => text.replace(pattern, instead), withoutHome);
}
