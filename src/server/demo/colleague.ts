import { io, type Socket } from 'socket.io-client';
import { type Activity, refreshIntervalMs } from '../../shared/domain/activity.ts';
import { assertNever } from '../../shared/domain/assert-never.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { inactivityTimeoutMs, type TeamSettings } from '../../shared/domain/settings.ts';
import type {
  Answer,
  ClientToServerEvents,
  ServerToClientEvents,
} from '../../shared/protocol/events.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/limits.ts';
import type { Choose } from '../../shared/protocol/schemas.ts';
import type { Doing, Step } from './script.ts';

/** Somebody who leaves the computer was last active this long before the inactivity timeout. */
const LEFT_BEFORE_TIMEOUT_MS = 3_000;

type ColleagueOptions = {
  readonly url: string;
  readonly token: string;
  readonly deviceId: string;
  readonly clock: Clock;
  /** Hears of a command that the server refused: the simulation and the server disagree. */
  readonly onRefused: (message: string) => void;
};

/** One simulated member, speaking to the server as an app on their computer would. */
export class Colleague {
  readonly #clock: Clock;
  readonly #socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  readonly #onRefused: (message: string) => void;
  #doing: Doing = 'gone';
  #chosen: 'working' | 'busy' = 'working';
  #settings: TeamSettings | null = null;
  #seq = 0;
  /** When they last touched the computer, or null while they sit at it. */
  #leftAt: number | null = null;
  #cancelRefresh: (() => void) | null = null;

  constructor({ url, token, deviceId, clock, onRefused }: ColleagueOptions) {
    this.#clock = clock;
    this.#onRefused = onRefused;
    const device = { id: deviceId, name: 'Demo computer', kind: 'desktop', version: '0.0.0' };
    this.#socket = io(url, {
      transports: ['websocket'],
      autoConnect: false,
      forceNew: true,
      auth: (answer) =>
        answer({ protocol: PROTOCOL_VERSION, token, device, activity: this.#activity() }),
    });
    this.#socket.on('welcome', ({ settings }) => this.#follow(settings));
    this.#socket.on('settings', (settings) => this.#follow(settings));
    this.#socket.on('connect_error', ({ message }) => onRefused(message));
  }

  get doing(): Doing {
    return this.#doing;
  }

  do(step: Step): void {
    switch (step.kind) {
      case 'choose-online':
        this.#choose('working', { choice: 'online', ageMs: 0 });
        break;
      case 'choose-busy': {
        const { note, forSeconds } = step;
        this.#choose('busy', { choice: 'busy', note, forSeconds, ageMs: 0 });
        break;
      }
      case 'leave-computer':
        this.#doing = 'away';
        this.#leftAt = this.#clock.now() - this.#timeoutMs() + LEFT_BEFORE_TIMEOUT_MS;
        this.#report();
        break;
      case 'lock':
        this.#doing = 'locked';
        this.#leftAt = this.#clock.now();
        this.#report();
        break;
      case 'come-back':
        this.#doing = this.#chosen;
        this.#leftAt = null;
        this.#report();
        break;
      case 'quit':
        this.#doing = 'gone';
        this.#cancelRefresh?.();
        this.#socket.emit('bye', { reason: 'quit' }, () => this.#socket.disconnect());
        break;
      case 'sign-in':
        this.#doing = this.#chosen;
        this.#leftAt = null;
        this.#socket.connect();
        break;
      default:
        assertNever(step);
    }
  }

  /** Ends everything without a goodbye. */
  stop(): void {
    this.#cancelRefresh?.();
    this.#socket.disconnect();
  }

  #choose(doing: 'working' | 'busy', choice: Choose): void {
    this.#doing = doing;
    this.#chosen = doing;
    this.#socket.emit('choose', choice, (answer) => this.#check(answer));
  }

  #follow(settings: TeamSettings): void {
    this.#settings = settings;
    this.#refreshLater();
  }

  #report(): void {
    this.#socket.emit('activity', this.#activity(), (answer) => this.#check(answer));
    this.#refreshLater();
  }

  /** Tells again before the server must take the silence for absence (PR4). */
  #refreshLater(): void {
    this.#cancelRefresh?.();
    this.#cancelRefresh = this.#clock.after(refreshIntervalMs(this.#timeoutMs()), () => {
      if (this.#socket.connected) this.#report();
    });
  }

  #activity(): Activity {
    this.#seq += 1;
    const idleMs = this.#leftAt === null ? 0 : this.#clock.now() - this.#leftAt;
    return { seq: this.#seq, idleMs, locked: this.#doing === 'locked', source: 'system' };
  }

  #timeoutMs(): number {
    return this.#settings === null ? 60_000 : inactivityTimeoutMs(this.#settings);
  }

  #check(answer: Answer<object>): void {
    if (!answer.ok) this.#onRefused(answer.message);
  }
}
