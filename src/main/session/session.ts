import type { UnsentChoice } from '../../client/choice-outbox.ts';
import type { ClientProblem, Result } from '../../client/client-problem.ts';
import type { Connect } from '../../client/connection.ts';
import { loadsOutcome } from '../../client/contacts/contact-views.ts';
import type { SystemActivity } from '../../client/idle-source.ts';
import { type Diagnosis, Membership } from '../../client/membership.ts';
import { NOT_CONNECTED } from '../../client/requests.ts';
import { parseServerAddress } from '../../client/server-address.ts';
import type { SessionState } from '../../client/session-state.ts';
import type { LoadsOutcome, Outcome } from '../../shared/bridge/bridge.ts';
import type { ContactWish } from '../../shared/bridge/contacts.ts';
import type { TimedProblem } from '../../shared/bridge/diagnostics.ts';
import type { Problem } from '../../shared/bridge/view.ts';
import type { ChoiceRequest } from '../../shared/domain/choice.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { Contacts } from '../../shared/protocol/contact-schemas.ts';
import type { History, HistoryQuery, SettingsChange } from '../../shared/protocol/schemas.ts';
import type { Log, SecretBox, SettingsStore } from '../ports.ts';

/** How the connection to the server went. Times are epoch milliseconds. */
export type ConnectionRecord = {
  /** Since when there is a connection, or null where there is none. */
  readonly connectedAt: number | null;
  readonly acknowledgedAt: number | null;
  /** Why the last attempt that failed did, also where a later one succeeded. */
  readonly lastProblem: TimedProblem | null;
};

export type SessionOptions = {
  readonly settings: SettingsStore;
  readonly secrets: SecretBox;
  readonly connect: Connect;
  readonly system: SystemActivity;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly device: { readonly name: string; readonly version: string };
  /** Inactivity will turn the member Offline in `leftMs` milliseconds (PR13). */
  readonly onInactivityWarning: (leftMs: number) => void;
  /** There is nothing to warn of any more. */
  readonly onWarningOver: () => void;
  /** A choice that was kept for a connection has been refused. */
  readonly onChoiceRefused: (choice: UnsentChoice, problem: Problem) => void;
};

/** A membership and where it is. */
type Joined = { readonly server: string; readonly membership: Membership };

/** Who is signed in on this computer, and their live connection to the team. */
export class Session {
  readonly #options: SessionOptions;
  readonly #listeners = new Set<() => void>();
  #state: SessionState = { kind: 'signed-out', problem: null };
  #joined: Joined | null = null;
  #connectedAt: number | null = null;
  #lastProblem: TimedProblem | null = null;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  get state(): SessionState {
    return this.#state;
  }

  /** Calls back after every change of {@link state}; the answer ends the subscription. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Goes on with the account this installation remembers, if there is one that can be opened. */
  restore(): void {
    const { account } = this.#options.settings.get();
    if (account === null) return;
    const token = this.#options.secrets.open(account.sealedToken);
    if (token === null) {
      this.#options.log.warn('the stored token cannot be opened here; signing in is needed');
      this.#setState({ kind: 'signed-out', problem: { code: 'token-unreadable' } });
      return;
    }
    const joined = this.#join(account.server, token, account.unsentChoice);
    this.#adopt(joined);
    joined.membership.start();
  }

  /**
   * Signs in, replacing the account that was there. Nothing is remembered unless the server
   * accepts the token.
   */
  async signIn(address: string, token: string): Promise<Outcome> {
    const server = parseServerAddress(address);
    if (!server.ok) return { ok: false, problem: { code: server.problem } };
    // What an earlier account left unsent was another member's choice, or an older one.
    const joined = this.#join(server.url, token.trim(), null);
    const problem = await firstProblem(joined.membership);
    if (problem !== null) {
      await joined.membership.leave('signed-out');
      return { ok: false, problem: toProblem(problem) };
    }
    await this.#release()?.leave('signed-out');
    this.#remember(server.url, token.trim());
    this.#adopt(joined);
    return { ok: true };
  }

  #remember(server: string, token: string): void {
    const { settings, secrets, clock } = this.#options;
    const before = settings.get().account;
    const watched = before?.server === server ? before.watched : [];
    const sealedToken = secrets.seal(token);
    settings.update({
      lastServer: server,
      // Signed in all the same where nothing can be sealed, but only until the app ends.
      account:
        sealedToken === null
          ? null
          : { server, sealedToken, signedInAt: clock.now(), watched, unsentChoice: null },
    });
  }

  /** Leaves the team on this computer and forgets the token. */
  async signOut(): Promise<void> {
    const membership = this.#release();
    this.#options.settings.update({ account: null });
    this.#setState({ kind: 'signed-out', problem: null });
    await membership?.leave('signed-out');
  }

  /** Leaves the team because the app ends; the account stays for the next start. */
  async quit(): Promise<void> {
    await this.#release()?.leave('quit');
  }

  /** Takes a choice. It succeeds without a connection too, and is delivered later (PR10). */
  async choose(request: ChoiceRequest): Promise<Outcome> {
    if (this.#joined === null) return { ok: false, problem: { code: 'not-signed-in' } };
    return toOutcome(await this.#joined.membership.choose(request));
  }

  /** What is recorded about the member (TR6). */
  async history(query: HistoryQuery): Promise<Result<History>> {
    return (await this.#joined?.membership.history(query)) ?? NOT_CONNECTED;
  }

  /** Begins or ends watching a member, where the server keeps that (NO2). */
  async watch(memberId: string, on: boolean): Promise<Result<object>> {
    return (await this.#joined?.membership.watch(memberId, on)) ?? NOT_CONNECTED;
  }

  /** What waits in the queue, beside the own contacts. */
  async contacts(): Promise<Result<Contacts>> {
    return (await this.#joined?.membership.contactDesk.look()) ?? NOT_CONNECTED;
  }

  /** Who has room for contacts. */
  async loads(): Promise<LoadsOutcome> {
    return loadsOutcome((await this.#joined?.membership.contactDesk.loads()) ?? NOT_CONNECTED);
  }

  /** Accepts, returns or closes an own contact. */
  async actOnContact({ act, contactId }: ContactWish): Promise<Outcome> {
    return toOutcome(
      (await this.#joined?.membership.contactDesk.act(act, contactId)) ?? NOT_CONNECTED,
    );
  }

  /** Gives a contact to anyone (AS7). */
  async assignContact(contactId: string, memberId: string): Promise<Outcome> {
    return toOutcome(
      (await this.#joined?.membership.contactDesk.assign(contactId, memberId)) ?? NOT_CONNECTED,
    );
  }

  /** Looks at this computer now and says what is known; null while signed out. */
  diagnose(): Diagnosis | null {
    return this.#joined?.membership.diagnose() ?? null;
  }

  /** How the connection went since signing in or starting; null while signed out. */
  connectionRecord(): ConnectionRecord | null {
    if (this.#joined === null) return null;
    return {
      connectedAt: this.#connectedAt,
      acknowledgedAt: this.#joined.membership.acknowledgedAt,
      lastProblem: this.#lastProblem,
    };
  }

  async changeTeamSettings(change: SettingsChange): Promise<Outcome> {
    if (this.#joined === null) return { ok: false, problem: { code: 'not-connected' } };
    return toOutcome(await this.#joined.membership.changeSettings(change));
  }

  /** Looks at the computer's activity now: something hints that someone came back. */
  lookAtActivity(): void {
    this.#joined?.membership.look();
  }

  /** Somebody has used Ampel itself, which counts as input whatever the system says (PR12). */
  noteInput(): void {
    this.#joined?.membership.noteInput();
  }

  async suspend(): Promise<void> {
    await this.#joined?.membership.suspend();
  }

  resume(): void {
    this.#joined?.membership.resume();
  }

  #join(server: string, token: string, unsentChoice: UnsentChoice | null): Joined {
    const { settings, clock, random, log, device, connect, system } = this.#options;
    const membership = new Membership({
      url: server,
      token,
      connect,
      system,
      outbox: { load: () => unsentChoice, save: (choice) => this.#keepUnsent(server, choice) },
      onChoiceRefused: (choice, problem) =>
        this.#options.onChoiceRefused(choice, toProblem(problem)),
      onInactivityWarning: this.#options.onInactivityWarning,
      onWarningOver: this.#options.onWarningOver,
      device: { id: settings.get().deviceId, kind: 'desktop', ...device },
      clock,
      random,
      warn: (message) => log.warn(message),
    });
    return { server, membership };
  }

  #keepUnsent(server: string, unsentChoice: UnsentChoice | null): void {
    const { account } = this.#options.settings.get();
    if (account?.server !== server) return;
    this.#options.settings.update({ account: { ...account, unsentChoice } });
  }

  #recordConnection({ state, lastProblem }: Membership): void {
    const now = this.#options.clock.now();
    if (state.client.kind === 'connected') this.#connectedAt ??= now;
    else this.#connectedAt = null;
    // Followed for other reasons too while it stands.
    if (lastProblem === null || lastProblem === this.#lastProblem?.problem) return;
    this.#lastProblem = { at: now, problem: lastProblem };
  }

  #adopt(joined: Joined): void {
    this.#joined = joined;
    joined.membership.onChange(() => this.#follow(joined));
    this.#follow(joined);
  }

  #follow(joined: Joined): void {
    if (this.#joined !== joined) return;
    const { server, membership } = joined;
    const { client } = membership.state;
    if (client.kind === 'ended') {
      this.#release();
      const { refusal } = client;
      this.#setState({
        kind: 'signed-out',
        problem: refusal === null ? null : toProblem(refusal),
      });
      return;
    }
    this.#recordConnection(membership);
    this.#setState({ kind: 'signed-in', server, ...membership.state });
  }

  /** Lets go of the current membership; what it tells from now on is not heard. */
  #release(): Membership | null {
    const membership = this.#joined?.membership ?? null;
    this.#joined = null;
    this.#connectedAt = null;
    this.#lastProblem = null;
    return membership;
  }

  #setState(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** Starts a membership and waits for its first result: null once connected, else why it is not. */
function firstProblem(membership: Membership): Promise<ClientProblem | null> {
  const { promise, resolve } = Promise.withResolvers<ClientProblem | null>();
  const end = membership.onChange(() => {
    const { client } = membership.state;
    if (client.kind === 'connected') resolve(null);
    else if (client.kind === 'ended') resolve(client.refusal);
    else if (membership.lastProblem !== null) resolve(membership.lastProblem);
  });
  membership.start();
  return promise.finally(end);
}

export function toProblem({ code, detail }: ClientProblem): Problem {
  return { code, detail };
}

export function toOutcome(result: Result<unknown>): Outcome {
  return result.ok ? { ok: true } : { ok: false, problem: toProblem(result.problem) };
}
