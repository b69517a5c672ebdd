/** What the arguments of a start are for. */
export type StartArguments = {
  /** Those for the command line, or null where the app itself is to run. */
  readonly commandLine: readonly string[] | null;
  /** Those that start the same app again, without what was asked of this start. */
  readonly base: readonly string[];
};

/** Asked of the command line although they are no words; Chromium knows others of this form. */
const OWN_SWITCHES: ReadonlySet<string> = new Set(['--help', '-h', '--version', '-V']);

/** A command, also one that does not exist: no path, no link, no switch. */
const WORD = /^[a-z][a-z-]*$/i;

/**
 * Tells a command line from a start of the app. Switches before the command are Electron's,
 * Chromium's, or the app's own.
 *
 * @param argv as the process has them, the executable first
 * @param isInstalled whether the executable carries the app; else the app's path comes before
 *   everything of its own
 */
export function readStartArguments(argv: readonly string[], isInstalled: boolean): StartArguments {
  const first = isInstalled ? 1 : indexAfterPath(argv);
  const asked = argv.findIndex(
    (argument, index) =>
      index >= first && (!argument.startsWith('-') || OWN_SWITCHES.has(argument)),
  );
  const given = argv[asked];
  const base = argv.slice(1, asked === -1 ? undefined : asked);
  if (given === undefined || !(WORD.test(given) || OWN_SWITCHES.has(given))) {
    return { commandLine: null, base };
  }
  return { commandLine: argv.slice(asked), base };
}

function indexAfterPath(argv: readonly string[]): number {
  let index = 1;
  for (; index < argv.length; index += 1) {
    const argument = argv[index] ?? '';
    // The one switch of Electron's that has its value apart.
    if (argument === '-r' || argument === '--require') index += 1;
    else if (!argument.startsWith('-')) return index + 1;
  }
  return index;
}
