import type { Writable } from 'node:stream';
import type { ProblemCode } from '../../shared/bridge/view.ts';
import { assertNever } from '../../shared/domain/assert-never.ts';
import { windowTexts } from '../../shared/messages/english/window-texts.ts';
import type { ContactDone, ContactsReport, UnclearContact } from '../control/contact-report.ts';
import { askApp, NoAnswer, NotRunning } from '../control/control-client.ts';
import type { ControlAnswer } from '../control/protocol.ts';
import type { OwnReport, TeamReport } from '../control/report.ts';
import type { Translate } from '../language/translate.ts';
import { linkToOpen } from '../requests/link.ts';
import type { OutsideRequest } from '../requests/outside-request.ts';
import { contactLines } from './contact-words.ts';
import { EXIT } from './exit.ts';
import { contactsJson, ownJson, teamJson } from './json.ts';
import { say } from './say.ts';
import { choiceWords, ownWords, type Speech, teamLines } from './words.ts';

export type DialogueParts = {
  /** Folder of the profile whose running app is meant. */
  readonly profile: string;
  readonly t: Translate;
  /** BCP 47 tag, for times. */
  readonly locale: string;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Ends a watch. */
  readonly stop: AbortSignal;
  /** Starts the app with a link; rejects where that is impossible. */
  readonly startApp: (link: string) => Promise<void>;
};

/** One request and its answers. */
export class Dialogue {
  readonly #parts: DialogueParts;
  readonly #request: OutsideRequest;
  readonly #json: boolean;
  /** The team as it was told last. */
  #team: TeamReport | null = null;

  constructor(parts: DialogueParts, request: OutsideRequest, json: boolean) {
    this.#parts = parts;
    this.#request = request;
    this.#json = json;
  }

  get #watches(): boolean {
    return 'watch' in this.#request && this.#request.watch;
  }

  /** Asks, tells what is answered, and gives the exit code. */
  async run(): Promise<number> {
    const { profile, stop } = this.#parts;
    try {
      for await (const answer of askApp(profile, this.#request, stop)) {
        const code = await this.#tell(answer);
        if (!this.#watches || answer.kind === 'refused') return code;
      }
    } catch (error) {
      if (error instanceof NotRunning) return this.#withoutApp();
      if (error instanceof NoAnswer) return this.#fail('cli.noAnswer', EXIT.failed);
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
      await say(this.#parts.stderr, this.#parts.t('cli.startFailed', { reason }));
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
      case 'contacts':
        return this.#tellContacts(answer.contacts);
      case 'contact':
        return this.#tellContact(answer.done);
      case 'unclear-contact':
        return this.#fail(`cli.unclearContact.${answer.why}`, EXIT.failed);
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

  async #tellContacts(contacts: ContactsReport): Promise<number> {
    const { live, connected } = contacts;
    if (this.#json) await say(this.#parts.stdout, contactsJson(contacts));
    else await this.#sayReport(contacts, contactLines(contacts, this.#parts.t));
    if (!connected) return EXIT.notConnected;
    return live === null ? EXIT.failed : EXIT.done;
  }

  async #tellContact({ act, customer }: ContactDone): Promise<number> {
    await say(this.#parts.stdout, this.#parts.t(`cli.contactDone.${act}`, { customer }));
    return EXIT.done;
  }

  /** What a person reads. That nothing is known is a complaint, but in a watch it is news. */
  async #sayReport(
    report: OwnReport | TeamReport | ContactsReport,
    lines: readonly string[],
  ): Promise<void> {
    const { stdout, stderr } = this.#parts;
    const stream = report.connected || this.#watches ? stdout : stderr;
    for (const line of report.signedIn ? lines : [this.#parts.t('cli.notSignedIn')]) {
      await say(stream, line);
    }
  }

  async #tellProblem(code: string): Promise<number> {
    const known = code in windowTexts.problem ? (code as ProblemCode) : 'unavailable';
    if (known === 'not-signed-in') return this.#fail('cli.notSignedIn', EXIT.notConnected);
    await say(this.#parts.stderr, this.#parts.t(`problem.${known}`));
    return known === 'not-connected' ? EXIT.notConnected : EXIT.failed;
  }

  async #fail(
    key:
      | 'cli.notRunning'
      | 'cli.notSignedIn'
      | 'cli.noAnswer'
      | 'cli.ended'
      | 'cli.refused'
      | `cli.unclearContact.${UnclearContact}`,
    code: number,
  ): Promise<number> {
    await say(this.#parts.stderr, this.#parts.t(key));
    return code;
  }

  #speech(): Speech {
    const { t, locale, stdout } = this.#parts;
    return { t, locale, now: Date.now(), stream: stdout };
  }
}
