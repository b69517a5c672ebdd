import { ActivityMonitor, type SystemActivity } from '../../client/activity-monitor.ts';
import type { StatusTransition } from '../../client/replica.ts';
import { parseServerAddress } from '../../client/server-address.ts';
import {
  type ClientProblem,
  type ClientState,
  type Result,
  TeamClient,
} from '../../client/team-client.ts';
import type { Outcome } from '../../shared/bridge/bridge.ts';
import type { Problem } from '../../shared/bridge/view.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { inactivityTimeoutMs } from '../../shared/domain/settings.ts';
import type { Choice } from '../../shared/domain/status.ts';
import type { SettingsChange } from '../../shared/protocol/schemas.ts';
import type { Log, SecretBox, SettingsStore } from '../ports.ts';

export type SessionState =
  | { readonly kind: 'signed-out'; readonly problem: Problem | null }
  | {
      readonly kind: 'signed-in';
      readonly server: string;
      readonly client: ClientState;
      /** A choice that is not acknowledged yet. */
      readonly choosing: Choice | null;
    };

export type SessionOptions = {
  readonly settings: SettingsStore;
  readonly secrets: SecretBox;
  readonly system: SystemActivity;
  readonly clock: Clock;
  readonly random: () => number;
  readonly log: Log;
  readonly device: { readonly name: string; readonly version: string };
};

/** A client and the watch over the computer's activity that feeds it. */
type Membership = {
  readonly server: string;
  readonly client: TeamClient;
  readonly monitor: ActivityMonitor;
};

/** Who is signed in on this computer, and their live connection to the team. */
export class Session {
  readonly #options: SessionOptions;
  readonly #listeners = new Set<() => void>();
  readonly #transitionListeners = new Set<(transitions: readonly StatusTransition[]) => void>();
  #state: SessionState = { kind: 'signed-out', problem: null };
  #membership: Membership | null = null;

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

  /** Calls back with teammates' and own changes as they happen; the answer ends it. */
  onTransitions(listener: (transitions: readonly StatusTransition[]) => void): () => void {
    this.#transitionListeners.add(listener);
    return () => this.#transitionListeners.delete(listener);
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
    const membership = this.#join(account.server, token);
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
    const membership = this.#join(server.url, token.trim());
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
    const { settings, secrets } = this.#options;
    const before = settings.get().account;
    const watched = before?.server === server ? before.watched : [];
    const sealedToken = secrets.seal(token);
    settings.update({
      lastServer: server,
      // Signed in all the same where nothing can be sealed, but only until the app ends.
      account: sealedToken === null ? null : { server, sealedToken, watched },
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

  async choose(choice: Choice): Promise<Outcome> {
    if (this.#membership === null) return { ok: false, problem: { code: 'not-connected' } };
    this.#setChoosing(choice);
    const outcome = toOutcome(await this.#membership.client.choose(choice));
    this.#setChoosing(null);
    return outcome;
  }

  async changeTeamSettings(change: SettingsChange): Promise<Outcome> {
    if (this.#membership === null) return { ok: false, problem: { code: 'not-connected' } };
    return toOutcome(await this.#membership.client.changeSettings(change));
  }

  /** Looks at the computer's activity now: something hints that someone came back. */
  lookAtActivity(): void {
    this.#membership?.monitor.look();
  }

  async suspend(): Promise<void> {
    this.#membership?.monitor.stop();
    await this.#membership?.client.suspend();
  }

  resume(): void {
    this.#membership?.client.resume();
  }

  #join(server: string, token: string): Membership {
    const { settings, clock, random, log, device } = this.#options;
    const monitor = new ActivityMonitor({
      system: this.#options.system,
      clock,
      report: (level) => client.report(level),
      onSourceFailure: (error) => log.error('the system does not tell its idle time', error),
    });
    const client = new TeamClient({
      url: server,
      token,
      device: { id: settings.get().deviceId, kind: 'desktop', ...device },
      activity: () => monitor.level(),
      clock,
      random,
      warn: (message) => log.warn(message),
    });
    return { server, client, monitor };
  }

  #adopt(membership: Membership): void {
    const { server, client, monitor } = membership;
    this.#membership = membership;
    client.onTransitions((transitions) => {
      for (const listener of this.#transitionListeners) listener(transitions);
    });
    const follow = (state: ClientState): void => {
      if (this.#membership !== membership) return;
      if (state.kind === 'ended') {
        this.#release();
        this.#setState({
          kind: 'signed-out',
          problem: state.refusal === null ? null : toProblem(state.refusal),
        });
        return;
      }
      if (state.kind === 'connected') monitor.watch(inactivityTimeoutMs(state.team.settings));
      else monitor.stop();
      const choosing = this.#state.kind === 'signed-in' ? this.#state.choosing : null;
      this.#setState({ kind: 'signed-in', server, client: state, choosing });
    };
    client.onState(follow);
    follow(client.state);
  }

  /** Lets go of the current membership; what it tells from now on is not heard. */
  #release(): TeamClient | null {
    const membership = this.#membership;
    this.#membership = null;
    membership?.monitor.stop();
    return membership?.client ?? null;
  }

  #setChoosing(choosing: Choice | null): void {
    if (this.#state.kind === 'signed-in') this.#setState({ ...this.#state, choosing });
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
