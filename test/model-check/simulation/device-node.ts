import type { SessionState } from '../../../src/client/session-state.ts';
import type { TeamState } from '../../../src/client/team-client.ts';
import { Session } from '../../../src/main/session/session.ts';
import {
  type LocalSettings,
  localSettingsSchema,
} from '../../../src/main/settings/local-settings.ts';
import type { ChoiceRequest } from '../../../src/shared/domain/choice.ts';
import {
  type Handshake,
  MAX_HISTORY_PAGE,
  type Names,
  type SettingsChange,
} from '../../../src/shared/protocol/schemas.ts';
import { ClientConnection } from './client-connection.ts';
import { Computer } from './computer.ts';
import { Line } from './line.ts';
import type { Host, ServerEvent } from './link.ts';
import { ProcessClock, WallClock } from './process-clock.ts';
import { type DevicePlan, tokenOf } from './team.ts';
import type { Timeline } from './timeline.ts';

const SERVER = 'https://ampel.example.com';

/** A goodbye takes at most so long over a good line, in milliseconds. */
export const GOODBYE_MS = 200;

export type DeviceObserver = {
  /** The device introduces itself to the server over a new connection. */
  onHandshake(device: DeviceNode, handshake: Handshake): void;
  onState(device: DeviceNode): void;
  onMessage(device: DeviceNode, event: ServerEvent, payload: unknown): void;
  /** A choice is on its way to the server. */
  onChoose(device: DeviceNode, choiceId: number, payload: object): void;
  /** The member signs out while their choices after this one are not acknowledged. */
  onDropped(device: DeviceNode, afterChoiceId: number): void;
  /** The program's steady scale has stood still, or begun anew. */
  onSteadyBroken(device: DeviceNode): void;
  /** The app says goodbye: it quits, its member signs out, or the computer is about to sleep. */
  onGoodbye(device: DeviceNode): void;
  onWarning(device: DeviceNode, message: string): void;
};

type Program = {
  readonly clock: ProcessClock;
  readonly session: Session;
  readonly connections: Set<ClientConnection>;
  isSigningIn: boolean;
  isQuitting: boolean;
};

type DeviceOptions = {
  readonly plan: DevicePlan;
  readonly timeline: Timeline;
  readonly host: Host;
  readonly random: () => number;
  readonly observer: DeviceObserver;
};

/** A computer with the real session of the app on it, without Electron. */
export class DeviceNode {
  readonly plan: DevicePlan;
  readonly computer: Computer;
  readonly line: Line;
  readonly wall: WallClock;
  readonly #options: DeviceOptions;
  /** What is on the disk. */
  #stored: string;
  #names: Names | null = null;
  #program: Program | null = null;
  #isOff = false;
  #cancelSleep: () => void = () => undefined;
  #connectedSince: number | null = null;
  #goneAt: number | null = 0;
  #isDozingOff = false;
  /** The member's last choice on this device, and the last when nothing was left to be sent. */
  #lastChoiceId = -1;
  #acknowledgedChoiceId = -1;
  /** When the app said goodbye, on the timeline; null where it is back. */
  goodbyeAt: number | null = null;
  /** When the program last began or ended, on the timeline. */
  programChangedAt = 0;
  /** When the account last came or went, on the timeline. */
  accountChangedAt = 0;

  constructor(options: DeviceOptions) {
    const { plan, timeline, random } = options;
    this.#options = options;
    this.plan = plan;
    this.computer = new Computer(timeline, plan.platform);
    this.line = new Line(timeline, random);
    this.wall = new WallClock(timeline);
    this.#stored = JSON.stringify(localSettingsSchema.parse({ deviceId: plan.deviceId }));
  }

  get isRunning(): boolean {
    return this.#program !== null;
  }

  get state(): SessionState | null {
    return this.#program?.session.state ?? null;
  }

  /** Since when there has been a connection without a break, on the timeline; null where there is none. */
  get connectedSince(): number | null {
    return this.#connectedSince;
  }

  /** What the program knows of the team while it is connected. */
  get team(): TeamState | null {
    const { state } = this;
    if (state?.kind !== 'signed-in' || state.client.kind !== 'connected') return null;
    return state.client.team;
  }

  /** Since when nobody has been signed in with a program that runs, on the timeline; null where somebody is. */
  get goneAt(): number | null {
    return this.#goneAt;
  }

  get canChoose(): boolean {
    return this.#awake()?.session.state.kind === 'signed-in';
  }

  /** Whether the app quits, or the computer is about to sleep. */
  get isLeaving(): boolean {
    return this.#isDozingOff || this.#program?.isQuitting === true;
  }

  /** The choice on the disk that the server does not have yet. */
  get unsent(): unknown {
    return this.#read().account?.unsentChoice ?? null;
  }

  start(): void {
    if (this.#program !== null || this.computer.isAsleep) return;
    if (this.#isOff) {
      this.#isOff = false;
      this.line.wake();
    }
    const program = this.#createProgram();
    this.#program = program;
    this.goodbyeAt = null;
    this.programChangedAt = this.#options.timeline.now;
    this.#options.observer.onSteadyBroken(this);
    program.session.onChange(() => this.#changed());
    program.session.restore();
  }

  signIn(): void {
    const program = this.#awake();
    if (program?.session.state.kind !== 'signed-out' || program.isSigningIn) return;
    program.isSigningIn = true;
    this.goodbyeAt = null;
    this.#changed();
    void program.session.signIn(SERVER, tokenOf(this.plan)).then(() => {
      program.isSigningIn = false;
      this.#changed();
    });
  }

  signOut(): void {
    const program = this.#awake();
    if (program === null) return;
    this.#sayGoodbye();
    void program.session.signOut();
  }

  quit(): void {
    const program = this.#awake();
    if (program === null) return;
    this.#sayGoodbye();
    program.isQuitting = true;
    this.#changed();
    void program.session.quit().then(() => {
      if (this.#program === program) this.#end(false);
    });
  }

  /** The program ends without a word; where `isSilent`, the computer. */
  crash(isSilent: boolean): void {
    if (this.computer.isAsleep && !isSilent) return;
    this.#cancelSleep();
    if (isSilent && !this.#isOff) {
      this.#isOff = true;
      this.line.sleep();
    }
    this.computer.wake();
    this.#end(isSilent);
  }

  /** The computer goes to sleep, after the app had `goodbyeMs` for its goodbye, or at once. */
  sleep(goodbyeMs: number | null): void {
    if (this.computer.isAsleep || this.#isOff) return;
    this.#cancelSleep();
    if (goodbyeMs === null) {
      this.#fallAsleep();
      return;
    }
    if (goodbyeMs >= GOODBYE_MS) this.#sayGoodbye();
    this.#isDozingOff = true;
    void this.#program?.session.suspend();
    this.#cancelSleep = this.#options.timeline.at(this.#options.timeline.now + goodbyeMs, () =>
      this.#fallAsleep(),
    );
  }

  /** The computer wakes, or was just about to sleep and does not; the app hears of it. */
  wake(): void {
    this.#cancelSleep();
    this.#isDozingOff = false;
    this.goodbyeAt = null;
    this.computer.wokenAt = this.#options.timeline.now;
    if (this.computer.isAsleep) {
      this.computer.wake();
      this.line.wake();
      this.#options.observer.onSteadyBroken(this);
      this.#program?.clock.thaw(this.plan.platform.countsSleep);
    }
    this.#program?.session.resume();
  }

  choose(request: ChoiceRequest, choiceId: number): void {
    this.#lastChoiceId = choiceId;
    void this.#awake()?.session.choose(request);
  }

  /** Looks at what is recorded of the member; the answer is whether there is one. */
  async readRecord(): Promise<boolean> {
    const read = await this.#awake()?.session.history({ limit: MAX_HISTORY_PAGE });
    return read?.ok === true;
  }

  changeTeamSettings(change: SettingsChange): void {
    void this.#awake()?.session.changeTeamSettings(change);
  }

  /** Somebody uses Ampel itself. */
  use(): void {
    if (this.computer.isAsleep || this.#isOff) return;
    this.computer.input();
    this.#program?.session.noteInput();
  }

  /** Something happened that systems tell of, where this one does. */
  hint(): void {
    if (this.plan.platform.tells) this.#awake()?.session.lookAtActivity();
  }

  reset(seenBy: 'both' | 'client' | 'server'): void {
    this.line.changedAt = this.#options.timeline.now;
    for (const connection of this.#program?.connections ?? []) connection.reset(seenBy);
  }

  /** The program, where it can do something. */
  #awake(): Program | null {
    return this.computer.isAsleep || this.#program?.isQuitting === true ? null : this.#program;
  }

  #sayGoodbye(): void {
    this.goodbyeAt = this.#options.timeline.now;
    this.#options.observer.onGoodbye(this);
  }

  #fallAsleep(): void {
    if (this.#isOff) return;
    this.#cancelSleep = () => undefined;
    this.computer.sleep();
    this.line.sleep();
    this.#program?.clock.freeze();
  }

  #end(isSilent: boolean): void {
    const program = this.#program;
    if (program === null) return;
    this.#program = null;
    this.#isDozingOff = false;
    this.programChangedAt = this.#options.timeline.now;
    program.clock.kill();
    for (const connection of program.connections) connection.die(isSilent);
    this.#changed();
  }

  #createProgram(): Program {
    const { plan, timeline, host, random, observer } = this.#options;
    const clock = new ProcessClock(timeline, this.wall);
    const connections = new Set<ClientConnection>();
    const session: Session = new Session({
      settings: {
        get: () => this.#read(),
        update: (change) => {
          if (this.#program?.session === session) this.#write(change);
        },
      },
      names: {
        load: () => this.#names,
        save: (names) => {
          if (this.#program?.session === session) this.#names = names;
        },
        forget: () => {
          if (this.#program?.session === session) this.#names = null;
        },
      },
      secrets: { seal: (secret) => secret, open: (sealed) => sealed },
      connect: (_url, handshake, events) => {
        const connection: ClientConnection = new ClientConnection({
          line: this.line,
          host,
          clock,
          handshake: () => {
            const introduction = handshake();
            observer.onHandshake(this, introduction);
            return introduction;
          },
          events,
          onMessage: (event, payload) => {
            // The account before may still hear something while it says goodbye.
            if (connection === [...connections].at(-1)) observer.onMessage(this, event, payload);
          },
          onChoose: (payload) => {
            observer.onChoose(this, this.#lastChoiceId, payload);
            return this.#lastChoiceId;
          },
        });
        connections.add(connection);
        return connection;
      },
      system: this.computer.system,
      clock,
      random,
      log: {
        info: () => undefined,
        warn: (message) => observer.onWarning(this, message),
        error: (message, error) => observer.onWarning(this, `bug: ${message}: ${error}`),
      },
      device: { name: plan.deviceId, version: '1.0' },
      onInactivityWarning: () => undefined,
      onWarningOver: () => undefined,
      onChoiceRefused: (_choice, { code }) => {
        observer.onWarning(this, `a choice that was kept is refused: ${code}`);
      },
    });
    return {
      clock,
      session,
      connections,
      isSigningIn: false,
      isQuitting: false,
    };
  }

  #changed(): void {
    const { state } = this;
    const { now } = this.#options.timeline;
    if (this.team === null) this.#connectedSince = null;
    else this.#connectedSince ??= now;
    const isThere = state?.kind === 'signed-in' || this.#program?.isSigningIn === true;
    if (isThere && this.#program?.isQuitting === false) this.#goneAt = null;
    else this.#goneAt ??= now;
    this.#options.observer.onState(this);
  }

  #read(): LocalSettings {
    return localSettingsSchema.parse(JSON.parse(this.#stored));
  }

  #write(change: Partial<LocalSettings>): void {
    const before = this.#read().account;
    this.#stored = JSON.stringify({ ...this.#read(), ...change });
    const { account } = this.#read();
    if (account !== null && account.unsentChoice === null) {
      this.#acknowledgedChoiceId = this.#lastChoiceId;
    }
    if ((account !== null) === (before !== null)) return;
    this.accountChangedAt = this.#options.timeline.now;
    if (account === null) this.#options.observer.onDropped(this, this.#acknowledgedChoiceId);
  }
}
