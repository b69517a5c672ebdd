import { ActivityMonitor } from '../../client/activity-monitor.ts';
import type { UnsentChoice } from '../../client/choice-outbox.ts';
import type { ClientProblem, Result } from '../../client/client-problem.ts';
import type { Connect } from '../../client/connection.ts';
import { type ActivityLevel, IdleSource, type SystemActivity } from '../../client/idle-source.ts';
import { InactivityWarning } from '../../client/inactivity-warning.ts';
import { NOT_CONNECTED } from '../../client/requests.ts';
import { parseServerAddress } from '../../client/server-address.ts';
import { type ClientState, TeamClient, type TeamState } from '../../client/team-client.ts';
import type { Outcome } from '../../shared/bridge/bridge.ts';
import type { TimedProblem } from '../../shared/bridge/diagnostics.ts';
import type { Problem } from '../../shared/bridge/view.ts';
import type { ActivitySource } from '../../shared/domain/activity.ts';
import type { ChoiceRequest } from '../../shared/domain/choice.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { inactivityTimeoutMs } from '../../shared/domain/settings.ts';
import type { ActivityAnswer } from '../../shared/protocol/events.ts';
import type { History, HistoryQuery, SettingsChange } from '../../shared/protocol/schemas.ts';
import type { Log, SecretBox, SettingsStore } from '../ports.ts';

export type SessionState =
  | { readonly kind: 'signed-out'; readonly problem: Problem | null }
  | {
      readonly kind: 'signed-in';
      readonly server: string;
      readonly client: ClientState;
      /** A choice that is not acknowledged yet. */
      readonly unsent: UnsentChoice | null;
      /** Where this computer's knowledge of input comes from (PR12). */
      readonly source: ActivitySource;
    };

/** What is known of this computer and its server at this moment, for whoever asks why. */
export type Diagnosis = {
  readonly level: ActivityLevel;
  /** The answer to the last report, or null where there was none yet. */
  readonly answer: ActivityAnswer | null;
  /** Epoch milliseconds. */
  readonly acknowledgedAt: number | null;
};

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

/** A client and the watch over the computer's activity that feeds it. */
type Membership = {
  readonly server: string;
  readonly client: TeamClient;
  readonly source: IdleSource;
  readonly monitor: ActivityMonitor;
  readonly warning: InactivityWarning;
};

/** Who is signed in on this computer, and their live connection to the team. */
export class Session {
  readonly #options: SessionOptions;
  readonly #listeners = new Set<() => void>();
  #state: SessionState = { kind: 'signed-out', problem: null };
  #membership: Membership | null = null;
  #isSuspended = false;
  #source: ActivitySource = 'system';
  #answer: ActivityAnswer | null = null;
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
    const membership = this.#join(account.server, token, account.unsentChoice);
    this.#adopt(membership);
    membership.client.start();
  }

  /**
   * Signs in, replacing the account that was there. Nothing is remembered unless the server
   * accepts the token.
   */
  async signIn(address: string, token: string): Promise<Outcome> {
    const server = parseServerAddress(address);
    if (!server.ok) return { ok: false, problem: { code: server.problem } };
    // What an earlier account left unsent was another member's choice, or an older one.
    const membership = this.#join(server.url, token.trim(), null);
    const problem = await firstProblem(membership.client);
    if (problem !== null) {
      await membership.client.leave('signed-out');
      return { ok: false, problem: toProblem(problem) };
    }
    await this.#release()?.leave('signed-out');
    this.#remember(server.url, token.trim());
    this.#adopt(membership);
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
    const client = this.#release();
    this.#options.settings.update({ account: null });
    this.#setState({ kind: 'signed-out', problem: null });
    await client?.leave('signed-out');
  }

  /** Leaves the team because the app ends; the account stays for the next start. */
  async quit(): Promise<void> {
    await this.#release()?.leave('quit');
  }

  /** Takes a choice. It succeeds without a connection too, and is delivered later (PR10). */
  async choose(request: ChoiceRequest): Promise<Outcome> {
    if (this.#membership === null) return { ok: false, problem: { code: 'not-signed-in' } };
    return toOutcome(await this.#membership.client.choose(request));
  }

  /** What is recorded about the member (TR6). */
  async history(query: HistoryQuery): Promise<Result<History>> {
    return (await this.#membership?.client.history(query)) ?? NOT_CONNECTED;
  }

  /** Looks at this computer now and says what is known; null while signed out. */
  diagnose(): Diagnosis | null {
    if (this.#membership === null) return null;
    const { source, client } = this.#membership;
    return {
      level: source.level(),
      answer: this.#answer,
      acknowledgedAt: client.acknowledgedAt,
    };
  }

  /** How the connection went since signing in or starting; null while signed out. */
  connectionRecord(): ConnectionRecord | null {
    if (this.#membership === null) return null;
    return {
      connectedAt: this.#connectedAt,
      acknowledgedAt: this.#membership.client.acknowledgedAt,
      lastProblem: this.#lastProblem,
    };
  }

  async changeTeamSettings(change: SettingsChange): Promise<Outcome> {
    if (this.#membership === null) return { ok: false, problem: { code: 'not-connected' } };
    return toOutcome(await this.#membership.client.changeSettings(change));
  }

  /** Looks at the computer's activity now: something hints that someone came back. */
  lookAtActivity(): void {
    this.#membership?.monitor.look();
  }

  /** Somebody has used Ampel itself, which counts as input whatever the system says (PR12). */
  noteInput(): void {
    this.#membership?.source.noteInput();
    this.#membership?.monitor.look();
  }

  async suspend(): Promise<void> {
    if (this.#membership === null) return;
    const { client, monitor, warning } = this.#membership;
    // What the goodbye brings about must not start the watch again.
    this.#isSuspended = true;
    monitor.stop();
    warning.withdraw();
    await client.suspend();
  }

  resume(): void {
    this.#isSuspended = false;
    if (this.#membership === null) return;
    const { client, monitor } = this.#membership;
    // The watch begins anew and reports at once (PR4), also where nobody told of the sleep.
    monitor.stop();
    client.resume();
    // Where the connection outlived the sleep nobody else starts it.
    this.#follow(this.#membership, client.state);
  }

  #join(server: string, token: string, unsentChoice: UnsentChoice | null): Membership {
    const { settings, clock, random, log, device, connect } = this.#options;
    const source = new IdleSource({
      system: this.#options.system,
      clock,
      onFailure: (reason) => log.warn(`the system does not tell its use: ${reason}`),
    });
    const warning = new InactivityWarning({
      warn: (leftMs) => this.#options.onInactivityWarning(leftMs),
      withdraw: () => this.#options.onWarningOver(),
    });
    const monitor = new ActivityMonitor({
      source,
      clock,
      report: (level, attendance, leftMs) => {
        this.#setSource(level.source);
        void client.report(level).then((answer) => {
          if (answer !== null) this.#answer = answer;
          warning.consider(attendance, leftMs, answer);
        });
      },
    });
    const client = new TeamClient({
      url: server,
      token,
      connect,
      outbox: { load: () => unsentChoice, save: (choice) => this.#keepUnsent(server, choice) },
      onChoiceRefused: (choice, problem) =>
        this.#options.onChoiceRefused(choice, toProblem(problem)),
      device: { id: settings.get().deviceId, kind: 'desktop', ...device },
      activity: () => source.level(),
      clock,
      random,
      warn: (message) => log.warn(message),
    });
    return { server, client, source, monitor, warning };
  }

  #keepUnsent(server: string, unsentChoice: UnsentChoice | null): void {
    const { account } = this.#options.settings.get();
    if (account?.server !== server) return;
    this.#options.settings.update({ account: { ...account, unsentChoice } });
  }

  #recordConnection({ state, lastProblem }: TeamClient): void {
    const now = this.#options.clock.now();
    if (state.kind === 'connected') this.#connectedAt ??= now;
    else this.#connectedAt = null;
    // Followed for other reasons too while it stands.
    if (lastProblem === null || lastProblem === this.#lastProblem?.problem) return;
    this.#lastProblem = { at: now, problem: lastProblem };
  }

  /** Nobody can be back who has left the team (SE6). */
  #unwatchWhoLeft(server: string, { replica }: TeamState): void {
    const { account } = this.#options.settings.get();
    if (account?.server !== server) return;
    const watched = account.watched.filter((memberId) => replica.members.has(memberId));
    if (watched.length === account.watched.length) return;
    this.#options.settings.update({ account: { ...account, watched } });
  }

  #adopt(membership: Membership): void {
    const { client } = membership;
    this.#membership = membership;
    client.onState((state) => this.#follow(membership, state));
    this.#follow(membership, client.state);
  }

  #follow(membership: Membership, state: ClientState): void {
    if (this.#membership !== membership) return;
    const { server, client, monitor, warning } = membership;
    if (state.kind === 'ended') {
      this.#release();
      const { refusal } = state;
      this.#setState({
        kind: 'signed-out',
        problem: refusal === null ? null : toProblem(refusal),
      });
      return;
    }
    this.#recordConnection(client);
    if (state.kind === 'connected') this.#unwatchWhoLeft(server, state.team);
    if (state.kind === 'connected' && !this.#isSuspended) {
      monitor.watch(inactivityTimeoutMs(state.team.settings));
    } else {
      monitor.stop();
      warning.withdraw();
    }
    const unsent = client.unsentChoice;
    this.#setState({ kind: 'signed-in', server, client: state, unsent, source: this.#source });
  }

  #setSource(source: ActivitySource): void {
    if (source === this.#source) return;
    this.#source = source;
    if (this.#state.kind === 'signed-in') this.#setState({ ...this.#state, source });
  }

  /** Lets go of the current membership; what it tells from now on is not heard. */
  #release(): TeamClient | null {
    const membership = this.#membership;
    this.#membership = null;
    membership?.monitor.stop();
    membership?.warning.withdraw();
    this.#answer = null;
    this.#connectedAt = null;
    this.#lastProblem = null;
    return membership?.client ?? null;
  }

  #setState(state: SessionState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** Starts a client and waits for its first result: null once connected, else why it is not. */
function firstProblem(client: TeamClient): Promise<ClientProblem | null> {
  const { promise, resolve } = Promise.withResolvers<ClientProblem | null>();
  const end = client.onState((state) => {
    if (state.kind === 'connected') resolve(null);
    else if (state.kind === 'ended') resolve(state.refusal);
    else if (client.lastProblem !== null) resolve(client.lastProblem);
  });
  client.start();
  return promise.finally(end);
}

function toProblem({ code, detail }: ClientProblem): Problem {
  return { code, detail };
}

function toOutcome(result: Result<unknown>): Outcome {
  return result.ok ? { ok: true } : { ok: false, problem: toProblem(result.problem) };
}
