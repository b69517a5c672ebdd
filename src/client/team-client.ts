import type { z } from 'zod';
import type { ChoiceRequest } from '../shared/domain/choice.ts';
import type { Clock } from '../shared/domain/clock.ts';
import type { StandingSettings } from '../shared/domain/settings.ts';
import type { ErrorCode } from '../shared/protocol/errors.ts';
import type {
  ActivityAnswer,
  ChooseAnswer,
  ClientToServerEvents,
} from '../shared/protocol/events.ts';
import { PROTOCOL_VERSION } from '../shared/protocol/limits.ts';
import {
  activityAnswerSchema,
  type ByeReason,
  type Choose,
  chooseAnswerSchema,
  type DeviceInfo,
  emptyAnswerSchema,
  type Handshake,
  type History,
  type HistoryQuery,
  historyAnswerSchema,
  refusalSchema,
  type Self,
  type SettingsChange,
  settingsAnswerSchema,
  snapshotAnswerSchema,
  type Welcome,
} from '../shared/protocol/schemas.ts';
import { Attempts } from './attempts.ts';
import { ChoiceOutbox, type Chosen, type OutboxStore, type UnsentChoice } from './choice-outbox.ts';
import type { ClientProblem, Result } from './client-problem.ts';
import type { Connect, Connection } from './connection.ts';
import { ContactDesk } from './contacts/contact-desk.ts';
import { contactsOf, type KnownContacts } from './contacts/known-contacts.ts';
import type { ActivityLevel } from './idle-source.ts';
import { NamesCache, type NamesStore } from './names-cache.ts';
import { isNewlySeen, selfAfter } from './own-choice.ts';
import { type Replica, replicaAfter } from './replica.ts';
import { ReplicaFeed } from './replica-feed.ts';
import { NOT_CONNECTED, Requests } from './requests.ts';
import { handleMessage, type MessageHandlers } from './server-messages.ts';

/** How long the server may take to acknowledge a command, in milliseconds. */
const ANSWER_TIMEOUT_MS = 5_000;
/** A goodbye must not keep a computer from sleeping or an app from quitting. */
const BYE_TIMEOUT_MS = 1_000;

/** What it is for the member here that somebody has signed the device out. */
const SIGNED_OUT_BY = { member: 'signed-out-elsewhere', manager: 'signed-out-by-manager' } as const;

/** A team as the server last described it. */
export type TeamState = {
  readonly self: Self;
  readonly settings: StandingSettings;
  readonly replica: Replica;
  /** Null where the server does not have contacts. */
  readonly contacts: KnownContacts | null;
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
  /** Where the names of the team outlive the app. */
  readonly names: NamesStore;
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
  readonly #names: NamesCache;
  readonly #requests: Requests;
  readonly #attempts: Attempts;
  readonly #feed: ReplicaFeed;
  /** What can be done about contacts, where the server has them. */
  readonly contactDesk: ContactDesk;
  readonly #stateListeners = new Set<(state: ClientState) => void>();
  readonly #handlers: MessageHandlers = {
    welcome: (welcome) => this.#onWelcome(welcome),
    delta: (delta) => this.#feed.take(delta),
    settings: (settings) => this.#updateTeam((team) => ({ ...team, settings })),
    contact: (event) => this.contactDesk.learn(event),
    queue: (queue) => this.contactDesk.learnQueue(queue),
    revoked: ({ code, by }) => {
      const why = by === undefined ? code : SIGNED_OUT_BY[by];
      this.#end({ code: why, detail: 'The server ended this session.' });
    },
  };
  #state: ClientState;
  #isRefusing = false;
  #seq = 0;
  #acknowledgedAt: number | null = null;
  #lastProblem: ClientProblem | null = null;

  constructor(options: TeamClientOptions) {
    this.#options = options;
    this.#names = new NamesCache(options.names);
    this.#state = { kind: 'connecting', since: options.clock.now() };
    this.#connection = options.connect(options.url, () => this.#handshake(), {
      onMessage: (event, payload) => this.#onMessage(event, payload),
      onFailed: (message, refusal) => this.#onFailed(message, refusal),
      onClosed: () => this.#onClosed(),
    });
    const { clock, random, warn } = options;
    this.#attempts = new Attempts({
      clock,
      random,
      open: () => this.#connection.open(),
      onMute: () => this.#onMute(),
    });
    this.#requests = new Requests({ connection: this.#connection, clock, warn });
    this.#outbox = new ChoiceOutbox({
      clock,
      store: options.outbox,
      send: (message) => this.#choose(message),
      onChange: () => this.#setState(this.#state),
      onRefused: options.onChoiceRefused,
    });
    this.#feed = new ReplicaFeed({
      replica: () => (this.#state.kind === 'connected' ? this.#state.team.replica : null),
      update: (replica) => {
        this.#names.keep(replica.names);
        this.#updateTeam((team) => ({ ...team, self: selfAfter(team, replica), replica }));
      },
      fetch: () => {
        const names = this.#names.current?.version;
        return this.#command(
          'team:get',
          names === undefined ? {} : { names },
          snapshotAnswerSchema,
        );
      },
      onUnmended: (code) => {
        warn(`resynchronising failed: ${code}`);
        this.#connection.close();
      },
      onMisfit: () => {
        warn('changes do not join the whole state either');
        this.#names.forget();
        this.#refuse('The server sent changes that do not fit together.');
      },
    });
    this.contactDesk = new ContactDesk({
      command: (event, payload, schema) => this.#command(event, payload, schema),
      known: () => this.#knownTeam()?.contacts ?? null,
      update: (change) =>
        this.#updateTeam((team) =>
          team.contacts === null
            ? team
            : { ...team, contacts: change(team.contacts, team.self.memberId) },
        ),
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
    this.#attempts.begin();
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

  /** Begins or ends watching a member, where the server keeps that (NO2). */
  async watch(memberId: string, on: boolean): Promise<Result<object>> {
    const result = await this.#command('watch', { memberId, on }, emptyAnswerSchema);
    if (result.ok) {
      this.#updateTeam((team) => {
        const others = team.self.watched?.filter((id) => id !== memberId) ?? [];
        return { ...team, self: { ...team.self, watched: on ? [...others, memberId] : others } };
      });
    }
    return result;
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
    if (reason === 'signed-out') this.#names.forget();
    this.#end(null);
  }

  /** Says goodbye before the computer sleeps (PR14); {@link resume} connects again. */
  async suspend(): Promise<void> {
    this.#attempts.rest();
    await this.#sayBye('suspended');
    // Woken again while the goodbye was on its way: the connection is wanted.
    if (this.#attempts.rests) this.#connection.close();
  }

  /** Connects again now: after sleep, or when the network is back. */
  resume(): void {
    if (this.#state.kind === 'ended') return;
    this.#attempts.wake();
    if (this.#connection.isOpen) this.#outbox.deliver();
    else this.#attempts.begin();
  }

  #handshake(): Handshake {
    this.#seq = 0;
    const { token, device } = this.#options;
    const team = this.#knownTeam();
    const names = this.#names.current?.version;
    return {
      protocol: PROTOCOL_VERSION,
      ...(token === null ? {} : { token }),
      device,
      activity: { seq: 0, ...this.#options.activity() },
      ...(team === null ? {} : { have: { log: team.replica.log, version: team.replica.version } }),
      ...(names === undefined ? {} : { names }),
    };
  }

  /** Open, perhaps, but mute: as good as lost. */
  #onMute(): void {
    this.#connection.close();
    this.#retry({ code: 'no-answer', detail: 'The server did not welcome this device.' });
  }

  #onMessage(event: keyof MessageHandlers, payload: unknown): void {
    const isOfContacts = event === 'contact' || event === 'queue';
    // A server that has not welcomed with contacts may mean something else by these.
    if (isOfContacts && (this.#knownTeam()?.contacts ?? null) === null) return;
    const complaint = handleMessage(event, payload, this.#handlers);
    if (complaint === null) return;
    this.#options.warn(`the server sent what the protocol does not allow: ${complaint}`);
    this.#refuse('The server sent what the protocol does not allow.');
  }

  /** Lets go of a server that breaks the protocol; another attempt may find it mended. */
  #refuse(detail: string): void {
    this.#isRefusing = true;
    this.#connection.close();
    this.#isRefusing = false;
    this.#retry({ code: 'protocol-unsupported', detail });
  }

  #onWelcome(welcome: Welcome): void {
    const before = this.#knownTeam()?.replica ?? null;
    const joined = replicaAfter(welcome, before, this.#names.current);
    // Welcomed again over the same connection, which may have left something out before that.
    const isBehind = joined === null && this.#state.kind === 'connected' && !welcome.snapshot;
    const replica = isBehind ? before : joined;
    if (replica === null) {
      this.#options.warn('the welcome does not join what this client has');
      this.#forgetTeam();
      // They may be what does not fit, and would be so again.
      this.#names.forget();
      this.#refuse('The server left out what happened meanwhile.');
      return;
    }
    this.#names.keep(replica.names);
    const now = this.#options.clock.now();
    this.#attempts.welcomed();
    this.#feed.welcomed();
    this.#lastProblem = null;
    this.#acknowledgedAt = now;
    const { self, settings } = welcome;
    const contacts = contactsOf(welcome, this.#knownTeam()?.contacts ?? null);
    const clockLeadMs = welcome.serverTime - now;
    this.#setState({
      kind: 'connected',
      team: { self, settings, replica, contacts, clockLeadMs },
    });
    if (isBehind) this.#feed.missed();
    this.contactDesk.welcomed();
    this.#outbox.deliver();
  }

  #onFailed(message: string, data: unknown): void {
    const refusal = refusalSchema.safeParse(data);
    if (!refusal.success) {
      this.#retry({ code: 'unreachable', detail: message });
      return;
    }
    const problem = { code: refusal.data.code, detail: refusal.data.message };
    if (FINAL_REFUSALS.has(refusal.data.code)) this.#end(problem);
    else this.#retry(problem, refusal.data.retryAfterMs);
  }

  #onClosed(): void {
    this.#requests.connectionLost();
    this.#attempts.closed(this.#isRefusing);
    if (this.#state.kind === 'connected') {
      this.#setState({
        kind: 'lost',
        since: this.#options.clock.now(),
        team: this.#state.team,
      });
    }
    this.#attempts.again();
  }

  #retry(problem: ClientProblem, askedMs?: number): void {
    this.#lastProblem = problem;
    this.#attempts.failed(askedMs);
    // Listeners may want the reason of the failed attempt although the kind of state stays.
    this.#setState(this.#state);
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
    if (refusal !== null) this.#names.forget();
    this.#setState({ kind: 'ended', refusal });
    this.#attempts.end();
    this.#outbox.close();
    this.#connection.close();
  }

  #setState(state: ClientState): void {
    this.#state = state;
    for (const listener of this.#stateListeners) listener(state);
  }
}
