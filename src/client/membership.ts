import type { ActivitySource } from '../shared/domain/activity.ts';
import type { ChoiceRequest } from '../shared/domain/choice.ts';
import type { Clock } from '../shared/domain/clock.ts';
import { inactivityTimeoutMs, type StandingSettings } from '../shared/domain/settings.ts';
import type { ActivityAnswer } from '../shared/protocol/events.ts';
import type {
  ByeReason,
  DeviceInfo,
  History,
  HistoryQuery,
  SettingsChange,
} from '../shared/protocol/schemas.ts';
import { ActivityMonitor } from './activity-monitor.ts';
import type { Chosen, OutboxStore, UnsentChoice } from './choice-outbox.ts';
import type { ClientProblem, Result } from './client-problem.ts';
import type { Connect } from './connection.ts';
import type { ContactDesk } from './contacts/contact-desk.ts';
import { type ActivityLevel, IdleSource, type SystemActivity } from './idle-source.ts';
import { InactivityWarning } from './inactivity-warning.ts';
import type { NamesStore } from './names-cache.ts';
import { type ClientState, TeamClient } from './team-client.ts';

/** A device's part in its team, as it is now. */
export type MembershipState = {
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

export type MembershipOptions = {
  /** Origin of the team server. */
  readonly url: string;
  /** Null where a cookie says it. */
  readonly token: string | null;
  readonly device: DeviceInfo;
  readonly connect: Connect;
  readonly system: SystemActivity;
  readonly outbox: OutboxStore;
  readonly names: NamesStore;
  readonly clock: Clock;
  /** From 0 up to but not including 1. */
  readonly random: () => number;
  readonly warn: (message: string) => void;
  /** Inactivity will turn the member Offline in `leftMs` milliseconds (PR13). */
  readonly onInactivityWarning: (leftMs: number) => void;
  /** There is nothing to warn of any more. */
  readonly onWarningOver: () => void;
  /** A choice that was kept for a connection has been refused. */
  readonly onChoiceRefused: (choice: UnsentChoice, problem: ClientProblem) => void;
};

/** One device in a team: its connection, and the watch over the computer's use that feeds it. */
export class Membership {
  readonly #client: TeamClient;
  readonly #source: IdleSource;
  readonly #monitor: ActivityMonitor;
  readonly #warning: InactivityWarning;
  readonly #listeners = new Set<() => void>();
  #isSuspended = false;
  #knownSource: ActivitySource = 'system';
  #answer: ActivityAnswer | null = null;

  constructor(options: MembershipOptions) {
    const { url, token, device, connect, outbox, names, clock, random, warn } = options;
    this.#source = new IdleSource({
      system: options.system,
      clock,
      onFailure: (reason) => warn(`the system does not tell its use: ${reason}`),
    });
    this.#warning = new InactivityWarning({
      warn: (leftMs) => options.onInactivityWarning(leftMs),
      withdraw: () => options.onWarningOver(),
    });
    this.#monitor = new ActivityMonitor({
      source: this.#source,
      clock,
      report: (level, attendance, leftMs) => {
        this.#setSource(level.source);
        void this.#client.report(level).then((answer) => {
          if (answer !== null) this.#answer = answer;
          this.#warning.consider(attendance, leftMs, answer);
        });
      },
    });
    this.#client = new TeamClient({
      url,
      token,
      device,
      connect,
      outbox,
      names,
      clock,
      random,
      warn,
      activity: () => this.#source.level(),
      onChoiceRefused: options.onChoiceRefused,
    });
    this.#client.onState(() => this.#follow());
  }

  get state(): MembershipState {
    const { state, unsentChoice } = this.#client;
    return { client: state, unsent: unsentChoice, source: this.#knownSource };
  }

  /** Calls back after every change of {@link state}; the answer ends the subscription. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Why the last attempt to connect failed, or null. */
  get lastProblem(): ClientProblem | null {
    return this.#client.lastProblem;
  }

  /** When the server last answered (epoch milliseconds), or null where it never has. */
  get acknowledgedAt(): number | null {
    return this.#client.acknowledgedAt;
  }

  start(): void {
    this.#client.start();
  }

  /** Takes a choice. It succeeds without a connection too, and is delivered later (PR10). */
  choose(request: ChoiceRequest): Promise<Result<Chosen>> {
    return this.#client.choose(request);
  }

  /** What is recorded about the member (TR6). */
  history(query: HistoryQuery): Promise<Result<History>> {
    return this.#client.history(query);
  }

  /** Begins or ends watching a member, where the server keeps that (NO2). */
  watch(memberId: string, on: boolean): Promise<Result<object>> {
    return this.#client.watch(memberId, on);
  }

  /** What can be done about contacts, where the server has them. */
  get contactDesk(): ContactDesk {
    return this.#client.contactDesk;
  }

  /** Changes team settings; refused with `forbidden` for agents (PR5). */
  changeSettings(change: SettingsChange): Promise<Result<{ settings: StandingSettings }>> {
    return this.#client.changeSettings(change);
  }

  /** Looks at this computer now and says what is known. */
  diagnose(): Diagnosis {
    return {
      level: this.#source.level(),
      answer: this.#answer,
      acknowledgedAt: this.#client.acknowledgedAt,
    };
  }

  /** Looks at the computer's use now: something hints that someone came back. */
  look(): void {
    this.#monitor.look();
  }

  /** Somebody has used Ampel itself, which counts as input whatever the system says (PR12). */
  noteInput(): void {
    this.#source.noteInput();
    this.#monitor.look();
  }

  /** Says goodbye before the computer sleeps (PR14); {@link resume} comes back. */
  async suspend(): Promise<void> {
    // What the goodbye brings about must not start the watch again.
    this.#isSuspended = true;
    this.#rest();
    await this.#client.suspend();
  }

  resume(): void {
    this.#isSuspended = false;
    // The watch begins anew and reports at once (PR4), also where nobody told of the sleep.
    this.#monitor.stop();
    this.#client.resume();
    // Where the connection outlived the sleep nobody else starts it.
    this.#follow();
  }

  /** Leaves the team on this device at once (PR7) and does not come back. */
  async leave(reason: Exclude<ByeReason, 'suspended'>): Promise<void> {
    this.#isSuspended = true;
    this.#rest();
    await this.#client.leave(reason);
  }

  #follow(): void {
    const { state } = this.#client;
    if (state.kind === 'connected' && !this.#isSuspended) {
      this.#monitor.watch(inactivityTimeoutMs(state.team.settings));
    } else {
      this.#rest();
    }
    this.#tell();
  }

  #rest(): void {
    this.#monitor.stop();
    this.#warning.withdraw();
  }

  #setSource(source: ActivitySource): void {
    if (source === this.#knownSource) return;
    this.#knownSource = source;
    this.#tell();
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}
