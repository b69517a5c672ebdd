import type { Session } from '../../../shared/api/session.ts';
import type { Problem } from '../../../shared/bridge/view.ts';
import type { Reply } from '../api/http.ts';
import { Observable } from './observable.ts';
import type { PageMembership } from './page-membership.ts';

export type BoardState =
  | { readonly kind: 'loading' }
  /** Nobody knows whether there is a session. */
  | { readonly kind: 'failed'; readonly problem: Problem }
  /** `reason`: why it is over, where there was one. */
  | { readonly kind: 'signed-out'; readonly reason: Problem | null }
  | { readonly kind: 'signed-in'; readonly session: Session };

type Options = {
  readonly ask: () => Promise<Reply<Session>>;
  readonly end: () => Promise<Reply<undefined>>;
  /** The proof that goes along with requests; null where there is no session. */
  readonly prove: (csrf: string | null) => void;
  /** Removes from the browser what only members of the team may know. */
  readonly forget: () => void;
  readonly join: (session: Session) => PageMembership;
};

/** Who is signed in to this page, and their part in the team once a page needs it. */
export class BoardSession {
  readonly state = new Observable<BoardState>({ kind: 'loading' });
  readonly #options: Options;
  #page: PageMembership | null = null;

  constructor(options: Options) {
    this.#options = options;
  }

  /** Finds out whether there is a session; also after something was refused for want of one. */
  async load(): Promise<void> {
    const reply = await this.#options.ask();
    if (reply.ok) {
      this.#options.prove(reply.value.csrf);
      this.state.set({ kind: 'signed-in', session: reply.value });
    } else if (reply.problem.code === 'unauthorized') {
      this.#ended(this.state.value.kind === 'signed-in' ? reply.problem : null);
    } else if (this.state.value.kind !== 'signed-in') {
      this.state.set({ kind: 'failed', problem: reply.problem });
    }
  }

  /**
   * Takes the proof that the same member has by now. What one member wanted is not to be done as
   * another who has signed in meanwhile.
   */
  async renewProof(): Promise<void> {
    const reply = await this.#options.ask();
    const state = this.state.value;
    if (!reply.ok || state.kind !== 'signed-in') return;
    if (reply.value.member.memberId !== state.session.member.memberId) return;
    this.#options.prove(reply.value.csrf);
    this.state.set({ kind: 'signed-in', session: reply.value });
  }

  /** The part in the team, which begins where it is first asked for; null while signed out. */
  page(): PageMembership | null {
    const state = this.state.value;
    if (state.kind !== 'signed-in') return null;
    this.#page ??= this.#options.join(state.session);
    return this.#page;
  }

  /** Signs out here; succeeds for the member also where the server cannot be reached. */
  async signOut(): Promise<Problem | null> {
    await this.#page?.leave();
    const reply = await this.#options.end();
    if (!reply.ok && reply.problem.code !== 'unauthorized') {
      // The cookie is still good: to say otherwise would leave the session to whoever comes next.
      this.#page = null;
      this.state.set({ kind: 'failed', problem: reply.problem });
      return reply.problem;
    }
    this.#ended(null);
    return null;
  }

  /** The server has ended the session or the membership. */
  ended(reason: Problem | null): void {
    this.#ended(reason);
  }

  /** The network is back. */
  resume(): void {
    this.#page?.resume();
  }

  #ended(reason: Problem | null): void {
    this.#page = null;
    this.#options.prove(null);
    this.#options.forget();
    this.state.set({ kind: 'signed-out', reason });
  }
}
