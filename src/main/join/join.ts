import { parseServerAddress } from '../../client/server-address.ts';
import type { JoinProgress } from '../../client/view/app-view.ts';
import type { Outcome } from '../../shared/bridge/bridge.ts';
import type { Language, Problem } from '../../shared/bridge/view.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Translate } from '../language/translate.ts';
import type { DeskPort, Log } from '../ports.ts';
import type { BrowserAnswer } from './answer-listener.ts';
import { answerPage } from './answer-page.ts';
import { JoinFailure } from './join-failure.ts';
import { connectPage, newProof, type Proof } from './proof.ts';

/** How long the app waits for the browser, in milliseconds. */
export const BROWSER_WAIT_MS = 10 * 60_000;

export type JoinOptions = {
  readonly clock: Clock;
  readonly log: Log;
  readonly desk: Pick<DeskPort, 'openPage' | 'copy'>;
  readonly device: { id(): string; readonly name: string };
  readonly words: () => { readonly language: Language; readonly t: Translate };
  /** Uses the token that the server gave. */
  readonly signIn: (server: string, token: string) => Promise<Outcome>;
  /** The state has changed. */
  readonly onChange: () => void;
  /** The browser has been answered, so there is something to see in the app. */
  readonly onAnswered: () => void;
};

/** One try, from the address to the token. */
type Attempt = {
  readonly server: string;
  readonly proof: Proof;
  readonly abort: AbortController;
  page: string;
};

/** Signs in through the browser, so that the app never sees a password. One attempt at a time. */
export class Join {
  readonly #options: JoinOptions;
  #state: JoinProgress = { kind: 'none', problem: null };
  #attempt: Attempt | null = null;

  constructor(options: JoinOptions) {
    this.#options = options;
  }

  get state(): JoinProgress {
    return this.#state;
  }

  /** Begins anew; how it ends is in {@link state}, and in the session where it succeeds. */
  async begin(address: string): Promise<void> {
    this.cancel();
    const server = parseServerAddress(address);
    if (!server.ok) return this.#set({ kind: 'none', problem: { code: server.problem } });
    const abort = new AbortController();
    const attempt: Attempt = { server: server.url, proof: newProof(), abort, page: '' };
    this.#attempt = attempt;
    this.#set({ kind: 'looking', server: attempt.server });
    const problem = await this.#run(attempt).then(() => null, this.#problemOf);
    if (this.#attempt !== attempt) return;
    this.#attempt = null;
    this.#set({ kind: 'none', problem });
  }

  /** Shows the page in the browser once more. */
  showPage(): void {
    const attempt = this.#attempt;
    if (attempt === null || this.#state.kind !== 'browser') return;
    const { server, page } = attempt;
    this.#set({ kind: 'browser', server, problem: null });
    this.#options.desk.openPage(page).catch((error: unknown) => {
      this.#options.log.error('the browser could not be opened', error);
      // By now the member may have got there by the copied address.
      if (this.#attempt !== attempt || this.#state.kind !== 'browser') return;
      this.#set({ kind: 'browser', server, problem: { code: 'no-browser' } });
    });
  }

  /** Puts the page's address on the clipboard, for a browser that Ampel cannot open. */
  async copyPage(): Promise<Outcome> {
    try {
      if (this.#attempt !== null) await this.#options.desk.copy(this.#attempt.page);
      return { ok: true };
    } catch (error) {
      this.#options.log.error('the clipboard did not take the address', error);
      return { ok: false, problem: { code: 'refused-by-system', detail: String(error) } };
    }
  }

  /** Gives up what is under way, and has nothing more to say of what was. */
  cancel(): void {
    this.#attempt?.abort.abort(new JoinFailure('join-declined'));
    this.#attempt = null;
    this.#set({ kind: 'none', problem: null });
  }

  async #run(attempt: Attempt): Promise<void> {
    const { server, proof, abort } = attempt;
    const { device, clock } = this.#options;
    // Most starts of the app need neither.
    const [{ AnswerListener }, { lookAtServer }] = await Promise.all([
      import('./answer-listener.ts'),
      import('./join-server.ts'),
    ]);
    await lookAtServer(server, abort.signal);
    const done = Promise.withResolvers<void>();
    const stopWaiting = clock.after(BROWSER_WAIT_MS, () =>
      abort.abort(new JoinFailure('join-expired')),
    );
    const listener = await AnswerListener.open({
      state: proof.state,
      take: async (answer) => {
        stopWaiting();
        const signedIn = this.#signIn(attempt, answer);
        const problem = await signedIn.then(() => null, this.#problemOf);
        done.resolve(signedIn);
        if (answer.kind === 'declined') return this.#page('declined');
        return this.#page(problem === null ? 'done' : 'failed');
      },
      strangerPage: () => this.#page('stranger'),
    });
    abort.signal.addEventListener('abort', () => done.reject(abort.signal.reason));
    try {
      abort.signal.throwIfAborted();
      attempt.page = connectPage(server, proof, { port: listener.port, device: device.name });
      this.#set({ kind: 'browser', server, problem: null });
      this.showPage();
      await done.promise;
    } finally {
      stopWaiting();
      listener.close();
    }
  }

  async #signIn({ server, proof, abort }: Attempt, answer: BrowserAnswer): Promise<void> {
    const { device, signIn, onAnswered } = this.#options;
    abort.signal.throwIfAborted();
    onAnswered();
    if (answer.kind === 'declined') throw new JoinFailure('join-declined');
    this.#set({ kind: 'signing-in', server });
    const { verifier } = proof;
    const { exchangeCode } = await import('./join-server.ts');
    const token = await exchangeCode(
      server,
      { code: answer.code, verifier, device: device.name, deviceId: device.id() },
      abort.signal,
    );
    abort.signal.throwIfAborted();
    const outcome = await signIn(server, token);
    if (!outcome.ok) throw new JoinFailure(outcome.problem.code, outcome.problem.detail);
  }

  #page(which: 'done' | 'declined' | 'failed' | 'stranger'): string {
    const { t, language } = this.#options.words();
    return answerPage({
      language,
      title: t(`join.${which}Title`),
      text: t(`join.${which}Text`),
    });
  }

  readonly #problemOf = (error: unknown): Problem => {
    if (error instanceof JoinFailure) return error.problem;
    this.#options.log.error('signing in through the browser failed', error);
    return { code: 'refused-by-system', detail: String(error) };
  };

  #set(state: JoinProgress): void {
    this.#state = state;
    this.#options.onChange();
  }
}
