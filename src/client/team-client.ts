import type { z } from 'zod';
import { assertNever } from '../shared/domain/assert-never.ts';
import type { ChoiceRequest } from '../shared/domain/choice.ts';
import type { Clock } from '../shared/domain/clock.ts';
import type { StandingSettings } from '../shared/domain/settings.ts';
import type { ErrorCode } from '../shared/protocol/errors.ts';
import type {
  ActivityAnswer,
  ChooseAnswer,
  ClientToServerEvents,
  ServerToClientEvents,
} from '../shared/protocol/events.ts';
import { PROTOCOL_VERSION } from '../shared/protocol/limits.ts';
import {
  activityAnswerSchema,
  type ByeReason,
  type Choose,
  chooseAnswerSchema,
  type Delta,
  type DeviceInfo,
  deltaSchema,
  emptyAnswerSchema,
  type Handshake,
  type History,
  type HistoryQuery,
  historyAnswerSchema,
  refusalSchema,
  revokedSchema,
  type Self,
  type SettingsChange,
  settingsAnswerSchema,
  settingsReadSchema,
  snapshotAnswerSchema,
  type Welcome,
  welcomeSchema,
} from '../shared/protocol/schemas.ts';
import { ChoiceOutbox, type Chosen, type OutboxStore, type UnsentChoice } from './choice-outbox.ts';
import type { ClientProblem, Result } from './client-problem.ts';
import type { Connect, Connection } from './connection.ts';
import type { ActivityLevel } from './idle-source.ts';
import { misfit } from './misfit.ts';
import { applyDelta, type Replica, replicaOf } from './replica.ts';
import { NOT_CONNECTED, Requests } from './requests.ts';
import { retryDelayMs } from './retry-delay.ts';

/** How long the server may take to acknowledge a command, in milliseconds. */
const ANSWER_TIMEOUT_MS = 5_000;
/** How long the server may take from a connection to its welcome, in milliseconds. */
const WELCOME_TIMEOUT_MS = 10_000;
/** What breaks the protocol sooner after its welcome, in milliseconds, was no success at all. */
const STEADY_MS = 5_000;
/** The whole state mends a gap; changes that still do not join it after so many are wrong. */
const MOST_RESYNCS = 3;
/** A goodbye must not keep a computer from sleeping or an app from quitting. */
const BYE_TIMEOUT_MS = 1_000;

/** A team as the server last described it. */
export type TeamState = {
  readonly self: Self;
  readonly settings: StandingSettings;
  readonly replica: Replica;
  /** What the server's clock is ahead of this computer's by, in milliseconds. */
  readonly clockLeadMs: number;
};

export type ClientState =
  | { readonly kind: 'connecting'; readonly since: number }
  | { readonly kind: 'connected'; readonly team: TeamState }
  /** Was connected and tries again; `team` is history, not to be shown as live (PR9). */
  | { readonly kind: 'lost'; readonly since: number; readonly team: TeamState }
  /** Ended for good: signed out here, or refused by the server. */
  | { readonly kind: 'ended'; readonly refusal: ClientProblem | null };

type EventName = keyof ServerToClientEvents;

export type TeamClientOptions = {
  /** Origin of the team server, such as `https://ampel.example.com`. */
  readonly url: string;
  /** Null where the connection proves by itself who it is, as a browser's cookie does. */
  readonly token: string | null;
  readonly device: DeviceInfo;
  /** The computer's state at the moment of a handshake (PR4). */
  readonly activity: () => ActivityLevel;
  readonly connect: Connect;
  /** Where a choice that the server does not have yet outlives the app (PR10). */
  readonly outbox: OutboxStore;
  /** Told of a choice that was kept for a connection and is refused now. */
  readonly onChoiceRefused: (choice: UnsentChoice, problem: ClientProblem) => void;
  readonly clock: Clock;
  /** From 0 up to but not including 1. */
  readonly random: () => number;
  /** Told of what the server does against the protocol; never contains the token. */
  readonly warn: (message: string) => void;
};

/** Refusals that no further attempt can change; the others pass. */
const FINAL_REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'unauthorized',
  'forbidden',
  'protocol-unsupported',
  'invalid',
]);

/**
 * One device's membership in a team: keeps the connection, the replica and the own choice in
 * step with the server, and gets up again by itself whenever the connection is lost.
 */
export class TeamClient {
  readonly #options: TeamClientOptions;
  readonly #connection: Connection;
  readonly #outbox: ChoiceOutbox;
  readonly #requests: Requests;
  readonly #stateListeners = new Set<(state: ClientState) => void>();
  #state: ClientState;
  #failures = 0;
  /** When this connection was welcomed (steady milliseconds), null before that. */
  #welcomedAt: number | null = null;
  #isRefusing = false;
  /** How often the whole state was asked for since a change last joined what was there. */
  #resyncs = 0;
  #seq = 0;
  #paused = false;
  /** Changes that came while the whole state was asked for; null where it is not. */
  #held: Delta[] | null = null;
  #cancelRetry: (() => void) | null = null;
  #cancelWelcomeTimeout: (() => void) | null = null;
  #acknowledgedAt: number | null = null;
  #lastProblem: ClientProblem | null = null;

  constructor(options: TeamClientOptions) {
    this.#options = options;
    this.#state = { kind: 'connecting', since: options.clock.now() };
    this.#connection = options.connect(options.url, () => this.#handshake(), {
      onMessage: (event, payload) => this.#onMessage(event, payload),
      onFailed: (message, refusal) => this.#onFailed(message, refusal),
      onClosed: () => this.#onClosed(),
    });
    const { clock, warn } = options;
    this.#requests = new Requests({ connection: this.#connection, clock, warn });
    this.#outbox = new ChoiceOutbox({
      clock,
      store: options.outbox,
      send: (message) => this.#choose(message),
      onChange: () => this.#setState(this.#state),
      onRefused: options.onChoiceRefused,
    });
  }

  get state(): ClientState {
    return this.#state;
  }

  /** Why the last attempt to connect failed, or null. */
  get lastProblem(): ClientProblem | null {
    return this.#lastProblem;
  }

  /** Calls back with every new state; the answer ends the subscription. */
  onState(listener: (state: ClientState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  /** The choice that the server does not have yet, or null. */
  get unsentChoice(): UnsentChoice | null {
    return this.#outbox.waiting;
  }

  /** When the server last answered (epoch milliseconds), or null where it never has. */
  get acknowledgedAt(): number | null {
    return this.#acknowledgedAt;
  }

  start(): void {
    this.#open();
  }

  /**
   * Picks Online or Busy. Without a connection the choice is kept and goes out with the next one
   * (PR10); a later choice takes its place.
   */
  choose(request: ChoiceRequest): Promise<Result<Chosen>> {
    return this.#outbox.choose(request);
  }

  /** Changes team settings; refused with `forbidden` for agents (PR5). */
  changeSettings(change: SettingsChange): Promise<Result<{ settings: StandingSettings }>> {
    return this.#command('settings:set', change, settingsAnswerSchema);
  }

  /** What is recorded about the member (TR6). */
  history(query: HistoryQuery): Promise<Result<History>> {
    return this.#command('history:get', query, historyAnswerSchema);
  }

  /**
   * Sends a report if connected; otherwise the next handshake carries the state (PR4). Resolves
   * with the answer, or null where there is none.
   */
  async report(level: ActivityLevel): Promise<ActivityAnswer | null> {
    if (this.#state.kind !== 'connected') return null;
    this.#seq += 1;
    const result = await this.#command(
      'activity',
      { seq: this.#seq, ...level },
      activityAnswerSchema,
    );
    if (result.ok) return result.value;
    const { code } = result.problem;
    if (code !== 'not-connected') this.#options.warn(`a report failed: ${code}`);
    return null;
  }

  /** Leaves the team on this device at once (PR7) and does not come back. */
  async leave(reason: Exclude<ByeReason, 'suspended'>): Promise<void> {
    await this.#sayBye(reason);
    this.#end(null);
  }

  /** Says goodbye before the computer sleeps (PR14); {@link resume} connects again. */
  async suspend(): Promise<void> {
    this.#paused = true;
    this.#cancelRetry?.();
    await this.#sayBye('suspended');
    // Woken again while the goodbye was on its way: the connection is wanted.
    if (this.#paused) this.#connection.close();
  }

  /** Connects again now: after sleep, or when the network is back. */
  resume(): void {
    if (this.#state.kind === 'ended') return;
    this.#paused = false;
    this.#failures = 0;
    this.#cancelRetry?.();
    if (this.#connection.isOpen) this.#outbox.deliver();
    else this.#open();
  }

  #handshake(): Handshake {
    this.#seq = 0;
    const { token, device } = this.#options;
    const team = this.#knownTeam();
    return {
      protocol: PROTOCOL_VERSION,
      ...(token === null ? {} : { token }),
      device,
      activity: { seq: 0, ...this.#options.activity() },
      ...(team === null ? {} : { have: { log: team.replica.log, version: team.replica.version } }),
    };
  }

  #open(): void {
    this.#cancelWelcomeTimeout?.();
    this.#cancelWelcomeTimeout = this.#options.clock.after(WELCOME_TIMEOUT_MS, () => {
      // Open, perhaps, but mute: as good as lost.
      this.#connection.close();
      this.#retry({ code: 'no-answer', detail: 'The server did not welcome this device.' });
    });
    this.#connection.open();
  }

  #onMessage(event: EventName, payload: unknown): void {
    switch (event) {
      case 'welcome':
        this.#receive(welcomeSchema, payload, this.#onWelcome);
        break;
      case 'delta':
        this.#receive(deltaSchema, payload, this.#onDelta);
        break;
      case 'settings':
        this.#receive(settingsReadSchema, payload, this.#onSettings);
        break;
      case 'contact':
      case 'queue':
        break;
      case 'revoked':
        this.#receive(revokedSchema, payload, ({ code }) => {
          this.#end({ code, detail: 'The server ended this session.' });
        });
        break;
      default:
        assertNever(event);
    }
  }

  /** Reads a message as strictly as the server reads ours; what does not fit ends the connection. */
  #receive<T>(schema: z.ZodType<T>, message: unknown, handle: (value: T) => void): void {
    const parsed = schema.safeParse(message);
    if (parsed.success) {
      handle(parsed.data);
    } else {
      this.#options.warn(
        `the server sent what the protocol does not allow: ${misfit(parsed.error)}`,
      );
      this.#refuse('The server sent what the protocol does not allow.');
    }
  }

  /** Lets go of a server that breaks the protocol; another attempt may find it mended. */
  #refuse(detail: string): void {
    this.#isRefusing = true;
    this.#connection.close();
    this.#isRefusing = false;
    this.#retry({ code: 'protocol-unsupported', detail });
  }

  readonly #onWelcome = (welcome: Welcome): void => {
    const replica = this.#replicaAfter(welcome);
    if (replica === null) {
      this.#options.warn('the welcome does not join what this client has');
      this.#forgetTeam();
      this.#refuse('The server left out what happened meanwhile.');
      return;
    }
    this.#welcomedAt = this.#options.clock.steady();
    this.#resyncs = 0;
    this.#lastProblem = null;
    this.#acknowledgedAt = this.#options.clock.now();
    this.#cancelWelcomeTimeout?.();
    const { self, settings } = welcome;
    const clockLeadMs = welcome.serverTime - this.#options.clock.now();
    this.#setState({ kind: 'connected', team: { self, settings, replica, clockLeadMs } });
    this.#outbox.deliver();
  };

  #replicaAfter(welcome: Welcome): Replica | null {
    if (welcome.snapshot !== undefined) return replicaOf(welcome.snapshot);
    let replica = this.#knownTeam()?.replica ?? null;
    if (replica === null || replica.log !== welcome.log) return null;
    for (const delta of welcome.deltas ?? []) {
      const applied = applyDelta(replica, delta);
      if (applied.kind === 'gap') return null;
      replica = applied.replica;
    }
    return replica.version === welcome.version ? replica : null;
  }

  readonly #onDelta = (delta: Delta): void => {
    if (this.#state.kind !== 'connected') return;
    if (this.#held !== null) {
      this.#held.push(delta);
      return;
    }
    const applied = applyDelta(this.#state.team.replica, delta);
    if (applied.kind === 'gap') {
      this.#mendGap(delta);
      return;
    }
    this.#resyncs = 0;
    this.#updateTeam((team) => ({
      ...team,
      self: selfAfter(team, applied.replica),
      replica: applied.replica,
    }));
  };

  readonly #onSettings = (settings: StandingSettings): void => {
    this.#updateTeam((team) => ({ ...team, settings }));
  };

  #mendGap(delta: Delta): void {
    this.#resyncs += 1;
    if (this.#resyncs > MOST_RESYNCS) {
      this.#options.warn('changes do not join the whole state either');
      this.#refuse('The server sent changes that do not fit together.');
      return;
    }
    this.#held = [delta];
    void this.#resync();
  }

  async #resync(): Promise<void> {
    const result = await this.#command('team:get', {}, snapshotAnswerSchema);
    const held = this.#held ?? [];
    this.#held = null;
    if (result.ok) {
      const replica = replicaOf(result.value.snapshot);
      this.#updateTeam((team) => ({ ...team, self: selfAfter(team, replica), replica }));
      // The answer may be older than changes that came before it.
      for (const delta of held) this.#onDelta(delta);
    } else {
      this.#options.warn(`resynchronising failed: ${result.problem.code}`);
      this.#connection.close();
    }
  }

  #onFailed(message: string, data: unknown): void {
    const refusal = refusalSchema.safeParse(data);
    if (!refusal.success) {
      this.#retry({ code: 'unreachable', detail: message });
      return;
    }
    const problem = { code: refusal.data.code, detail: refusal.data.message };
    if (FINAL_REFUSALS.has(refusal.data.code)) this.#end(problem);
    else this.#retry(problem);
  }

  #onClosed(): void {
    this.#requests.connectionLost();
    if (this.#welcomedAt !== null) {
      const lasted = this.#options.clock.steady() - this.#welcomedAt;
      if (!this.#isRefusing || lasted >= STEADY_MS) this.#failures = 0;
    }
    this.#welcomedAt = null;
    if (this.#state.kind === 'connected') {
      this.#setState({
        kind: 'lost',
        since: this.#options.clock.now(),
        team: this.#state.team,
      });
    }
    this.#scheduleConnect();
  }

  #retry(problem: ClientProblem): void {
    this.#lastProblem = problem;
    this.#failures += 1;
    this.#scheduleConnect();
    // Listeners may want the reason of the failed attempt although the kind of state stays.
    this.#setState(this.#state);
  }

  #scheduleConnect(): void {
    this.#cancelWelcomeTimeout?.();
    this.#cancelRetry?.();
    if (this.#paused || this.#state.kind === 'ended') return;
    this.#cancelRetry = this.#options.clock.after(
      retryDelayMs(this.#failures, this.#options.random()),
      () => this.#open(),
    );
  }

  async #choose(message: Choose): Promise<Result<ChooseAnswer>> {
    const before = this.#knownTeam();
    const result = await this.#command('choose', message, chooseAnswerSchema);
    if (result.ok) {
      const { choice, until, version } = result.value;
      await this.#caughtUp(version);
      this.#updateTeam((team) =>
        isNewlySeen(before, team) ? team : { ...team, self: { ...team.self, choice, until } },
      );
    }
    return result;
  }

  /**
   * Resolves when this client knows the team as of `version`: what follows an answer shows what the
   * answer says. Where the connection is lost, or nothing comes, there is nothing to wait for.
   */
  async #caughtUp(version: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = (state: ClientState): void => {
      if (state.kind !== 'connected' || state.team.replica.version >= version) resolve();
    };
    const stop = this.onState(look);
    const cancel = this.#options.clock.after(ANSWER_TIMEOUT_MS, resolve);
    look(this.#state);
    await promise;
    stop();
    cancel();
  }

  async #sayBye(reason: ByeReason): Promise<void> {
    if (!this.#connection.isOpen) return;
    const result = await this.#requests.send('bye', { reason }, emptyAnswerSchema, BYE_TIMEOUT_MS);
    // The server hangs up on a goodbye, often before its answer has been read. Where it has not
    // heard it, its heartbeat tells soon enough (PR7).
    if (result.ok || result.problem.code === 'not-connected') return;
    this.#options.warn(`the goodbye (${reason}) was not acknowledged`);
  }

  async #command<T>(
    event: keyof ClientToServerEvents,
    payload: object,
    schema: z.ZodType<T>,
  ): Promise<Result<T>> {
    if (this.#state.kind !== 'connected') return NOT_CONNECTED;
    const result = await this.#requests.send(event, payload, schema, ANSWER_TIMEOUT_MS);
    if (result.ok) this.#acknowledgedAt = this.#options.clock.now();
    return result;
  }

  #knownTeam(): TeamState | null {
    return this.#state.kind === 'connected' || this.#state.kind === 'lost'
      ? this.#state.team
      : null;
  }

  #forgetTeam(): void {
    this.#setState({ kind: 'connecting', since: this.#options.clock.now() });
  }

  #updateTeam(change: (team: TeamState) => TeamState): void {
    if (this.#state.kind !== 'connected') return;
    this.#setState({ kind: 'connected', team: change(this.#state.team) });
  }

  #end(refusal: ClientProblem | null): void {
    if (this.#state.kind === 'ended') return;
    this.#setState({ kind: 'ended', refusal });
    this.#cancelRetry?.();
    this.#cancelWelcomeTimeout?.();
    this.#outbox.close();
    this.#connection.close();
  }

  #setState(state: ClientState): void {
    this.#state = state;
    for (const listener of this.#stateListeners) listener(state);
  }
}

/**
 * Whether what the team sees of the member has become another choice since `before`. What is told
 * next may overtake an answer, so an answer that comes then is perhaps of the past.
 */
function isNewlySeen(before: TeamState | null, { self, replica }: TeamState): boolean {
  const seen = replica.statuses.get(self.memberId);
  return seen?.status !== 'offline' && seen !== before?.replica.statuses.get(self.memberId);
}

/**
 * The own choice may have been made on another device, or have run out: what the team is told of a
 * member who is not Offline is what stands for them.
 */
function selfAfter({ self, replica }: TeamState, next: Replica): Self {
  const seen = next.statuses.get(self.memberId);
  if (seen === undefined || seen === replica.statuses.get(self.memberId)) return self;
  if (seen.status === 'offline') return { ...self, status: seen.status };
  const { status, until = null, note = null } = seen;
  return { ...self, status, choice: status, until, note };
}
