import { io, type Socket } from 'socket.io-client';
import type { z } from 'zod';
import type { Clock } from '../shared/domain/clock.ts';
import type { TeamSettings } from '../shared/domain/settings.ts';
import type { Choice } from '../shared/domain/status.ts';
import type { ErrorCode } from '../shared/protocol/errors.ts';
import type { ClientToServerEvents, ServerToClientEvents } from '../shared/protocol/events.ts';
import { PROTOCOL_VERSION } from '../shared/protocol/limits.ts';
import {
  type ByeReason,
  chooseAnswerSchema,
  type DeviceInfo,
  deltaSchema,
  type Handshake,
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
import type { ActivityLevel } from './activity-monitor.ts';
import { applyDelta, type Replica, replicaOf, type StatusTransition } from './replica.ts';
import { retryDelayMs } from './retry-delay.ts';

/** How long the server may take to acknowledge a command, in milliseconds. */
const ANSWER_TIMEOUT_MS = 5_000;
/** A goodbye must not keep a computer from sleeping or an app from quitting. */
const BYE_TIMEOUT_MS = 1_000;

/** A team as the server last described it. */
export type TeamState = {
  readonly self: Self;
  readonly settings: TeamSettings;
  readonly replica: Replica;
};

export type ClientState =
  | { readonly kind: 'connecting'; readonly since: number }
  | { readonly kind: 'connected'; readonly team: TeamState }
  /** Was connected and tries again; `team` is history, not to be shown as live (PR9). */
  | { readonly kind: 'lost'; readonly since: number; readonly team: TeamState }
  /** Ended for good: signed out here, or refused by the server. */
  | { readonly kind: 'ended'; readonly refusal: ClientProblem | null };

export type ClientProblemCode = ErrorCode | 'unreachable' | 'not-connected' | 'no-answer';
export type ClientProblem = { readonly code: ClientProblemCode; readonly detail: string };

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: ClientProblem };

export type TeamClientOptions = {
  /** Origin of the team server, such as `https://ampel.example.com`. */
  readonly url: string;
  readonly token: string;
  readonly device: DeviceInfo;
  /** The computer's state at the moment of a handshake (PR4). */
  readonly activity: () => ActivityLevel;
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
  readonly #socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  readonly #stateListeners = new Set<(state: ClientState) => void>();
  readonly #transitionListeners = new Set<(transitions: readonly StatusTransition[]) => void>();
  #state: ClientState;
  #failures = 0;
  #seq = 0;
  #paused = false;
  #resyncing = false;
  #cancelRetry: (() => void) | null = null;
  #lastProblem: ClientProblem | null = null;

  constructor(options: TeamClientOptions) {
    this.#options = options;
    this.#state = { kind: 'connecting', since: options.clock.now() };
    this.#socket = io(options.url, {
      transports: ['websocket'],
      autoConnect: false,
      // Socket.IO reconnects after network failures only; one schedule here covers refusals too.
      reconnection: false,
      forceNew: true,
      auth: (send) => send(this.#handshake()),
    });
    this.#listen();
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

  /**
   * Calls back with status changes as they happen. What a (re)connect replays is not among them
   * (NO1). The answer ends the subscription.
   */
  onTransitions(listener: (transitions: readonly StatusTransition[]) => void): () => void {
    this.#transitionListeners.add(listener);
    return () => this.#transitionListeners.delete(listener);
  }

  start(): void {
    this.#socket.connect();
  }

  /** Picks Online or Busy. Resolves when the server has it, or with why it has not. */
  async choose(choice: Choice): Promise<Result<z.infer<typeof chooseAnswerSchema>>> {
    const madeAt = this.#options.clock.now();
    const result = await this.#command(chooseAnswerSchema, (socket) =>
      socket.emitWithAck('choose', { choice, ageMs: this.#options.clock.now() - madeAt }),
    );
    if (result.ok) {
      const { choice: standing, until } = result.value;
      this.#updateTeam((team) => ({ ...team, self: { ...team.self, choice: standing, until } }));
    }
    return result;
  }

  /** Changes team settings; refused with `forbidden` for agents (PR5). */
  async changeSettings(change: SettingsChange): Promise<Result<{ settings: TeamSettings }>> {
    return this.#command(settingsAnswerSchema, (socket) =>
      socket.emitWithAck('settings:set', change),
    );
  }

  /** Sends a report if connected; otherwise the next handshake carries the state (PR4). */
  report(level: ActivityLevel): void {
    if (this.#state.kind !== 'connected') return;
    this.#seq += 1;
    this.#socket.emit('activity', { seq: this.#seq, ...level }, (answer) => {
      if (!answer.ok) this.#options.warn(`activity refused: ${answer.code}: ${answer.message}`);
    });
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
    this.#socket.disconnect();
  }

  /** Connects again now: after sleep, or when the network is back. */
  resume(): void {
    if (this.#state.kind === 'ended') return;
    this.#paused = false;
    this.#failures = 0;
    this.#cancelRetry?.();
    if (!this.#socket.connected) this.#socket.connect();
  }

  #handshake(): Handshake {
    this.#seq = 0;
    const team = this.#knownTeam();
    return {
      protocol: PROTOCOL_VERSION,
      token: this.#options.token,
      device: this.#options.device,
      activity: { seq: 0, ...this.#options.activity() },
      ...(team === null ? {} : { have: { log: team.replica.log, version: team.replica.version } }),
    };
  }

  #listen(): void {
    const socket = this.#socket;
    socket.on('welcome', (message) => this.#receive(welcomeSchema, message, this.#onWelcome));
    socket.on('delta', (message) => this.#receive(deltaSchema, message, this.#onDelta));
    socket.on('settings', (message) =>
      this.#receive(settingsReadSchema, message, (settings) => {
        this.#updateTeam((team) => ({ ...team, settings }));
      }),
    );
    socket.on('revoked', (message) =>
      this.#receive(revokedSchema, message, ({ code }) => {
        this.#end({ code, detail: 'The server ended this session.' });
      }),
    );
    socket.on('connect_error', (error) => this.#onConnectError(error));
    socket.on('disconnect', () => this.#onDisconnect());
  }

  /** Reads a message as strictly as the server reads ours; what does not fit ends the connection. */
  #receive<T>(schema: z.ZodType<T>, message: unknown, handle: (value: T) => void): void {
    const parsed = schema.safeParse(message);
    if (parsed.success) {
      handle(parsed.data);
    } else {
      this.#options.warn(`the server sent what the protocol does not allow: ${parsed.error}`);
      this.#failures += 1;
      this.#socket.disconnect();
    }
  }

  readonly #onWelcome = (welcome: Welcome): void => {
    const replica = this.#replicaAfter(welcome);
    if (replica === null) {
      this.#options.warn('the welcome does not join what this client has');
      this.#forgetTeam();
      this.#socket.disconnect();
      return;
    }
    this.#failures = 0;
    this.#lastProblem = null;
    const { self, settings } = welcome;
    this.#setState({ kind: 'connected', team: { self, settings, replica } });
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

  readonly #onDelta = (delta: z.infer<typeof deltaSchema>): void => {
    if (this.#state.kind !== 'connected') return;
    const applied = applyDelta(this.#state.team.replica, delta);
    if (applied.kind === 'gap') {
      void this.#resync();
      return;
    }
    this.#updateTeam((team) => ({
      ...team,
      self: selfAfter(team, applied.replica),
      replica: applied.replica,
    }));
    if (applied.transitions.length > 0) {
      for (const listener of this.#transitionListeners) listener(applied.transitions);
    }
  };

  async #resync(): Promise<void> {
    if (this.#resyncing) return;
    this.#resyncing = true;
    const result = await this.#command(snapshotAnswerSchema, (socket) =>
      socket.emitWithAck('team:get', {}),
    );
    this.#resyncing = false;
    if (result.ok) {
      const replica = replicaOf(result.value.snapshot);
      this.#updateTeam((team) => ({ ...team, replica }));
    } else {
      this.#options.warn(`resynchronising failed: ${result.problem.detail}`);
      this.#socket.disconnect();
    }
  }

  #onConnectError(error: Error & { data?: unknown }): void {
    const refusal = refusalSchema.safeParse(error.data);
    if (!refusal.success) {
      this.#retry({ code: 'unreachable', detail: error.message });
      return;
    }
    const problem = { code: refusal.data.code, detail: refusal.data.message };
    if (FINAL_REFUSALS.has(refusal.data.code)) this.#end(problem);
    else this.#retry(problem);
  }

  #onDisconnect(): void {
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
    if (this.#paused || this.#state.kind === 'ended') return;
    this.#cancelRetry?.();
    this.#cancelRetry = this.#options.clock.after(
      retryDelayMs(this.#failures, this.#options.random()),
      () => this.#socket.connect(),
    );
  }

  async #sayBye(reason: ByeReason): Promise<void> {
    if (!this.#socket.connected) return;
    try {
      await this.#socket.timeout(BYE_TIMEOUT_MS).emitWithAck('bye', { reason });
    } catch {
      // The heartbeat tells the server soon enough (PR7).
      this.#options.warn(`the server did not acknowledge the goodbye (${reason})`);
    }
  }

  async #command<T>(
    schema: z.ZodType<T>,
    send: (
      socket: ReturnType<Socket<ServerToClientEvents, ClientToServerEvents>['timeout']>,
    ) => Promise<unknown>,
  ): Promise<Result<T>> {
    if (this.#state.kind !== 'connected') {
      return { ok: false, problem: { code: 'not-connected', detail: 'There is no connection.' } };
    }
    let answer: unknown;
    try {
      answer = await send(this.#socket.timeout(ANSWER_TIMEOUT_MS));
    } catch {
      const detail = `No answer within ${ANSWER_TIMEOUT_MS / 1000} s.`;
      return { ok: false, problem: { code: 'no-answer', detail } };
    }
    const value = schema.safeParse(answer);
    if (value.success) return { ok: true, value: value.data };
    const refusal = refusalSchema.safeParse(answer);
    if (refusal.success) {
      const { code, message } = refusal.data;
      return { ok: false, problem: { code, detail: message } };
    }
    this.#options.warn(`the server answered what the protocol does not allow: ${value.error}`);
    return { ok: false, problem: { code: 'unavailable', detail: 'The answer made no sense.' } };
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
    this.#socket.disconnect();
  }

  #setState(state: ClientState): void {
    this.#state = state;
    for (const listener of this.#stateListeners) listener(state);
  }
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
