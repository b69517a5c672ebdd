import type { UnsentChoice } from '../../src/client/choice-outbox.ts';
import { connectSocket } from '../../src/client/socket-connection.ts';
import { systemClock } from '../../src/client/system-clock.ts';
import { TeamClient, type TeamState } from '../../src/client/team-client.ts';
import type { MemberStatus } from '../../src/shared/domain/status.ts';
import { namesInMemory } from './names-store.ts';

/** What a client showed of a member, from one moment (epoch milliseconds) on. */
export type Sighting = MemberStatus & { readonly memberId: string; readonly at: number };

/** A choice that the server has said it keeps, and when it said so (epoch milliseconds). */
export type Acknowledged = { readonly note: string; readonly at: number };

type Options = {
  readonly url: string;
  readonly memberId: string;
  readonly name: string;
  readonly token: string;
};

/** The pauses between two choices of a member and two looks at their contacts, in milliseconds. */
const CHOICE_PAUSE_MS = 600;
const CONTACTS_PAUSE_MS = 300;

/**
 * A member at a computer of their own: the app's client, which comes back by itself whenever it
 * loses its server. It keeps what it has ever shown of the team.
 */
export class CrowdMember implements AsyncDisposable {
  readonly memberId: string;
  readonly name: string;
  readonly client: TeamClient;
  /** Everything that it showed of anybody, in its order. */
  readonly shown: Sighting[] = [];
  readonly acknowledged: Acknowledged[] = [];
  /** What it complained of. */
  readonly warnings: string[] = [];
  /** What the member has chosen last, whether or not the server has it. */
  chosen: { readonly choice: 'online' | 'busy'; readonly note: string } | null = null;
  readonly #last = new Map<string, MemberStatus>();
  readonly #ends = new Set<() => void>();
  #unsent: UnsentChoice | null = null;
  #choices = 0;

  constructor({ url, memberId, name, token }: Options) {
    this.memberId = memberId;
    this.name = name;
    this.client = new TeamClient({
      url,
      token,
      device: { id: `of-${memberId}`, name: 'Laptop', kind: 'desktop', version: '1.0.0' },
      activity: () => ({ idleMs: 0, locked: false, source: 'system' }),
      connect: connectSocket,
      outbox: {
        load: () => this.#unsent,
        save: (choice) => {
          this.#unsent = choice;
        },
      },
      names: namesInMemory(),
      onChoiceRefused: (_, { code }) => this.warnings.push(`a choice was refused: ${code}`),
      clock: systemClock,
      random: Math.random,
      warn: (message) => this.warnings.push(message),
    });
    this.client.onState((state) => {
      if (state.kind === 'connected') this.#look(state.team);
    });
    this.client.start();
  }

  /** What it shows now; null while it is not connected and shows nobody as live (PR9). */
  get team(): TeamState | null {
    const { state } = this.client;
    return state.kind === 'connected' ? state.team : null;
  }

  /** Picks one of the two, with a note that nobody has had before. */
  async choose(choice: 'online' | 'busy'): Promise<void> {
    this.#choices += 1;
    const note = `${this.name} ${this.#choices}`;
    this.chosen = { choice, note };
    const result = await this.client.choose({ choice, note });
    if (result.ok && result.value.kind === 'acknowledged') {
      this.acknowledged.push({ note, at: Date.now() });
    }
  }

  /** Goes on choosing, accepting contacts and closing them until it is told to {@link rest}. */
  work(): void {
    this.#repeat(CHOICE_PAUSE_MS, () => this.choose(this.#choices % 3 === 1 ? 'busy' : 'online'));
    this.#repeat(CONTACTS_PAUSE_MS, async () => {
      for (const { contactId, state } of this.team?.contacts?.mine ?? []) {
        // Where there is no answer it is tried again, as a person would.
        await this.client.contactDesk.act(state === 'assigned' ? 'accept' : 'close', contactId);
      }
    });
  }

  rest(): void {
    for (const end of this.#ends) end();
    this.#ends.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.rest();
    await this.client.leave('quit');
  }

  #look({ replica }: TeamState): void {
    const at = Date.now();
    for (const [memberId, status] of replica.statuses) {
      if (this.#last.get(memberId) === status) continue;
      this.#last.set(memberId, status);
      this.shown.push({ ...status, memberId, at });
    }
  }

  /** Again and again, beginning at some moment of the first pause, so that not all do it at once. */
  #repeat(pauseMs: number, task: () => Promise<void>): void {
    let timer: NodeJS.Timeout | null = null;
    let hasEnded = false;
    const later = (delayMs: number): void => {
      timer = setTimeout(() => {
        void task().finally(() => {
          if (!hasEnded) later(pauseMs);
        });
      }, delayMs);
    };
    later(Math.random() * pauseMs);
    this.#ends.add(() => {
      hasEnded = true;
      if (timer !== null) clearTimeout(timer);
    });
  }
}
