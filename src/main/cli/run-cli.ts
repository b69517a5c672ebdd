import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { assertNever } from '../../shared/domain/assert-never.ts';
import { formatLocale } from '../../shared/time/format-locale.ts';
import { resolveLanguage } from '../language/translate.ts';
import { problemWords } from '../requests/request-problem.ts';
import { localSettingsSchema } from '../settings/local-settings.ts';
import { loadCliTranslator } from './cli-translator.ts';
import { completionsFor } from './completions.ts';
import { Dialogue, type DialogueParts } from './dialogue.ts';
import { EXIT } from './exit.ts';
import { parseArguments } from './parse-arguments.ts';
import { createProgram } from './program.ts';
import { say } from './say.ts';
import { startDetached } from './start-detached.ts';

/** What only whoever starts this process knows. */
export type CommandLine = {
  readonly args: readonly string[];
  /** Folder of the profile whose running app is meant. */
  readonly profile: string;
  /** BCP 47 tags, the preferred first. */
  readonly systemLanguages: readonly string[];
  readonly version: string;
  /** What starts the app, with the arguments that it needs for that. */
  readonly program: string;
  readonly base: readonly string[];
};

/** Runs one command in this process and gives its exit code. */
export async function runCommandLine(commandLine: CommandLine): Promise<number> {
  const { stdout, stderr } = process;
  const { program, base } = commandLine;
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  // Whoever writes is told as well, and decides.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  const startApp = (link: string) => startDetached(program, [...base, link]);
  try {
    return await run(commandLine, { stdout, stderr, stop: stop.signal, startApp });
  } catch (error) {
    if (isReaderGone(error)) return EXIT.done;
    stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    return EXIT.failed;
  }
}

type Surroundings = Pick<DialogueParts, 'stdout' | 'stderr' | 'stop' | 'startApp'>;

async function run(
  { args, profile, systemLanguages, version }: CommandLine,
  surroundings: Surroundings,
): Promise<number> {
  const { stdout, stderr } = surroundings;
  const language = resolveLanguage(languageSetting(profile), systemLanguages);
  const locale = formatLocale(language, systemLanguages);
  const t = await loadCliTranslator(language);
  const parsed = parseArguments(args, t, version);
  switch (parsed.kind) {
    case 'text':
      await say(stdout, parsed.text.trimEnd());
      return EXIT.done;
    case 'not-understood':
      await say(stderr, `${problemWords(parsed.problem, t)}\n${t('cli.seeHelp')}`);
      return EXIT.notUnderstood;
    case 'completions': {
      const nothing = () => undefined;
      const program = createProgram({ t, version, print: nothing, found: nothing });
      await say(stdout, completionsFor(parsed.shell, program).trimEnd());
      return EXIT.done;
    }
    case 'request': {
      const parts = { ...surroundings, profile, t, locale };
      return new Dialogue(parts, parsed.request, parsed.json).run();
    }
    default:
      return assertNever(parsed);
  }
}

/** `ampel team --watch | head -3`: whoever read along has had enough. */
function isReaderGone(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EPIPE';
}

/** The member's choice of language, as it stands in the settings, which may not be there yet. */
function languageSetting(profile: string) {
  const settings = localSettingsSchema.pick({ language: true });
  try {
    const text = readFileSync(path.join(profile, 'settings.json'), 'utf8');
    return settings.safeParse(JSON.parse(text)).data?.language ?? 'system';
  } catch {
    return 'system';
  }
}
