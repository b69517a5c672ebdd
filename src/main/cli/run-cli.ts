import { readFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type { Writable } from 'node:stream';
import type { ProblemCode } from '../../shared/bridge/view.ts';
import { assertNever } from '../../shared/domain/assert-never.ts';
import { en } from '../../shared/messages/en.ts';
import { formatLocale } from '../../shared/time/format-locale.ts';
import { askApp, NoAnswer, NotRunning } from '../control/control-client.ts';
import type { ControlAnswer } from '../control/protocol.ts';
import type { OwnReport, TeamReport } from '../control/report.ts';
import { createTranslator, resolveLanguage, type Translate } from '../language/translator.ts';
import { linkToOpen } from '../requests/link.ts';
import type { OutsideRequest } from '../requests/outside-request.ts';
import { problemWords } from '../requests/request-problem.ts';
import { localSettingsSchema } from '../settings/local-settings.ts';
import { completionsFor } from './completions.ts';
import { ownJson, teamJson } from './json.ts';
import { parseArguments } from './parse-arguments.ts';
import { createProgram, type Invocation } from './program.ts';
import { startDetached } from './start-detached.ts';
import { choiceWords, ownWords, type Speech, teamLines } from './words.ts';

/** How a command ended, for scripts (CL5). */
export const EXIT = {
  done: 0,
  failed: 1,
  notUnderstood: 2,
  notRunning: 3,
  notConnected: 4,
} as const;

export type CliParts = {
  readonly args: readonly string[];
  /** Folder of the profile whose running app is meant. */
  readonly profile: string;
  /** BCP 47 tags, the preferred first. */
  readonly systemLanguages: readonly string[];
  readonly version: string;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Ends a watch. */
  readonly stop: AbortSignal;
  /** Starts the app with a link; rejects where that is impossible. */
  readonly startApp: (link: string) => Promise<void>;
};

/** What of {@link CliParts} only whoever starts this process knows. */
export type CommandLine = Pick<CliParts, 'args' | 'profile' | 'systemLanguages' | 'version'> & {
  /** What starts the app, with the arguments that it needs for that. */
  readonly program: string;
  readonly base: readonly string[];
};

/** Runs one command in this process and gives its exit code. */
export async function runCommandLine({ program, base, ...parts }: CommandLine): Promise<number> {
  const { stdout, stderr } = process;
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  // Whoever writes is told as well, and decides.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  const startApp = (link: string) => startDetached(program, [...base, link]);
  try {
    return await runCli({ ...parts, stdout, stderr, stop: stop.signal, startApp });
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.stack : error}\n`);
    return EXIT.failed;
  }
}

/** Runs one command and gives its exit code; never throws for what a person can cause. */
export async function runCli(parts: CliParts): Promise<number> {
  const { args, profile, systemLanguages, version, stdout, stderr } = parts;
  const language = resolveLanguage(languageSetting(profile), systemLanguages);
  const t = createTranslator(language);
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
    case 'request':
      return new Dialogue(parts, t, formatLocale(language, systemLanguages), parsed).run();
    default:
      return assertNever(parsed);
  }
}

/** One request and its answers. */
class Dialogue {
  readonly #parts: CliParts;
  readonly #t: Translate;
  readonly #locale: string;
  readonly #request: OutsideRequest;
  readonly #json: boolean;
  /** The team as it was told last. */
  #team: TeamReport | null = null;

  constructor(
    parts: CliParts,
    t: Translate,
    locale: string,
    { request, json }: Extract<Invocation, { kind: 'request' }>,
  ) {
    this.#parts = parts;
    this.#t = t;
    this.#locale = locale;
    this.#request = request;
    this.#json = json;
  }

  get #watches(): boolean {
    return 'watch' in this.#request && this.#request.watch;
  }

  async run(): Promise<number> {
    const { profile, stop } = this.#parts;
    try {
      for await (const answer of askApp(profile, this.#request, stop)) {
        const code = await this.#tell(answer);
        if (!this.#watches) return code;
      }
    } catch (error) {
      if (error instanceof NotRunning) return this.#withoutApp();
      if (error instanceof NoAnswer) return this.#fail('cli.noAnswer', EXIT.failed);
      if (isReaderGone(error)) return EXIT.done;
      throw error;
    }
    if (stop.aborted) return EXIT.done;
    if (this.#watches) return this.#fail('cli.ended', EXIT.notRunning);
    return this.#fail('cli.noAnswer', EXIT.failed);
  }

  async #withoutApp(): Promise<number> {
    if (this.#request.do !== 'open') return this.#fail('cli.notRunning', EXIT.notRunning);
    try {
      await this.#parts.startApp(linkToOpen(this.#request.place));
      return EXIT.done;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      await say(this.#parts.stderr, this.#t('cli.startFailed', { reason }));
      return EXIT.failed;
    }
  }

  #tell(answer: ControlAnswer): Promise<number> {
    switch (answer.kind) {
      case 'done':
        return Promise.resolve(EXIT.done);
      case 'own':
        return this.#request.do === 'choose'
          ? this.#tellChoice(answer.own)
          : this.#tellOwn(answer.own);
      case 'team':
        return this.#tellTeam(answer.team);
      case 'problem':
        return this.#tellProblem(answer.code);
      case 'refused':
        return this.#fail('cli.refused', EXIT.failed);
      default:
        return assertNever(answer);
    }
  }

  async #tellChoice(own: OwnReport): Promise<number> {
    await say(this.#parts.stdout, choiceWords(own, this.#speech()));
    return EXIT.done;
  }

  async #tellOwn(own: OwnReport): Promise<number> {
    if (this.#json) await say(this.#parts.stdout, ownJson(own));
    else await this.#sayReport(own, [ownWords(own, this.#speech())]);
    return own.live === null ? EXIT.notConnected : EXIT.done;
  }

  async #tellTeam(team: TeamReport): Promise<number> {
    const before = this.#team;
    // A lost connection is no change of anybody's status.
    if (team.connected) this.#team = team;
    if (this.#json) await say(this.#parts.stdout, teamJson(team));
    else await this.#sayReport(team, teamLines(before, team, this.#speech()));
    return team.connected ? EXIT.done : EXIT.notConnected;
  }

  /** What a person reads. That nothing is known is a complaint, but in a watch it is news. */
  async #sayReport(report: OwnReport | TeamReport, lines: readonly string[]): Promise<void> {
    const { stdout, stderr } = this.#parts;
    const stream = report.connected || this.#watches ? stdout : stderr;
    for (const line of report.signedIn ? lines : [this.#t('cli.notSignedIn')]) {
      await say(stream, line);
    }
  }

  async #tellProblem(code: string): Promise<number> {
    const known = code in en.problem ? (code as ProblemCode) : 'unavailable';
    if (known === 'not-signed-in') return this.#fail('cli.notSignedIn', EXIT.notConnected);
    await say(this.#parts.stderr, this.#t(`problem.${known}`));
    return known === 'not-connected' ? EXIT.notConnected : EXIT.failed;
  }

  async #fail(
    key: 'cli.notRunning' | 'cli.notSignedIn' | 'cli.noAnswer' | 'cli.ended' | 'cli.refused',
    code: number,
  ): Promise<number> {
    await say(this.#parts.stderr, this.#t(key));
    return code;
  }

  #speech(): Speech {
    const { stdout } = this.#parts;
    return { t: this.#t, locale: this.#locale, now: Date.now(), stream: stdout };
  }
}

/** Resolves when it is out: on some systems what is still in a pipe is lost at the exit. */
function say(stream: Writable, text: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  stream.write(`${text}\n`, (error) => (error ? reject(error) : resolve()));
  return promise;
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
