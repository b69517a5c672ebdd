import { setTimeout } from 'node:timers/promises';
import type { Choose, SettingsChange } from '../../src/shared/protocol/schemas.ts';
import type { Deployment } from './deployment.ts';
import { withStore } from './full-store.ts';
import { WireClient } from './wire-client.ts';

const MANAGERS = 10;
const AGENTS = 30;

/** How long until another attempt after one was refused, in milliseconds. */
const RETRY_MS = 100;

type Writer = {
  readonly email: string;
  readonly memberId: string;
  readonly token: string;
  /** Managers change settings, agents choose. */
  readonly manages: boolean;
  /** Makes what each writes different from what anybody else does. */
  readonly index: number;
  /** How many writes it has sent. */
  sent: number;
  /** The numbers of those that were acknowledged. */
  readonly acknowledged: number[];
};

/**
 * A team whose members write over sockets of their own as fast as they are answered: managers
 * settings, agents choices. It remembers what was acknowledged, whatever becomes of the server.
 */
export class WritingTeam {
  readonly #deployment: Deployment;
  readonly #writers: readonly Writer[];
  #isWriting = false;
  #running: Promise<unknown> = Promise.resolve();
  #acknowledged = 0;
  #refused = 0;
  #waiting: { readonly target: number; resolve(): void } | null = null;

  private constructor(deployment: Deployment, writers: readonly Writer[]) {
    this.#deployment = deployment;
    this.#writers = writers;
  }

  static async on(deployment: Deployment): Promise<WritingTeam> {
    const writers = await deployment.administer(async (admin) => {
      await admin.addTeam('Support');
      const made: Writer[] = [];
      for (let index = 0; index < MANAGERS + AGENTS; index += 1) {
        const manages = index < MANAGERS;
        const email = `writer${index}@example.com`;
        const role = manages ? 'manager' : 'agent';
        const { memberId } = await admin.addMember({ email, name: `Writer ${index}`, role });
        const token = await admin.issueToken(email, 'laptop');
        made.push({ email, memberId, token, manages, index, sent: 0, acknowledged: [] });
      }
      return made;
    });
    return new WritingTeam(deployment, writers);
  }

  /** How many writes were acknowledged so far. */
  get acknowledged(): number {
    return this.#acknowledged;
  }

  /** How many were refused as `unavailable`. */
  get refused(): number {
    return this.#refused;
  }

  /** Connects everyone to the server at `url`, and then lets them write. */
  async start(url: string): Promise<void> {
    const connected = await Promise.all(
      this.#writers.map(async (writer) => {
        const { token, index } = writer;
        const deviceId = `laptop-${index}`;
        return { writer, client: await WireClient.connect({ url, token, deviceId }) };
      }),
    );
    this.#isWriting = true;
    this.#running = Promise.all(
      connected.map(async ({ writer, client }) => {
        using _ = client;
        await this.#write(writer, client);
      }),
    );
  }

  /** Resolves when so many more writes were acknowledged; the writers go on. */
  async until(more: number): Promise<void> {
    const target = this.#acknowledged + more;
    await new Promise<void>((resolve) => {
      this.#waiting = { target, resolve };
    });
  }

  /** Lets everyone end; whoever waits for an answer has it, or lost the connection. */
  async stop(): Promise<void> {
    this.#isWriting = false;
    await this.#running;
  }

  /** What was acknowledged and is not in the store. */
  async lost(): Promise<readonly string[]> {
    return withStore(this.#deployment.store, async (store) => {
      const [team] = await store.teams();
      const teamId = team?.teamId ?? '';
      const choices = await store.choices(teamId);
      const audit = await store.read.audit.entries(teamId, { limit: 1_000_000 });
      const changes = new Map<string, number>();
      for (const { actor, action, after } of audit) {
        if (action !== 'settings.changed' || actor.kind !== 'member') continue;
        const key = `${actor.id} ${after?.['holdSeconds']}`;
        changes.set(key, (changes.get(key) ?? 0) + 1);
      }
      return this.#writers.flatMap((writer) => {
        const { email, memberId, manages, acknowledged } = writer;
        if (!manages) {
          // The last one stands, or a later one whose answer was lost.
          const last = acknowledged.at(-1);
          const kept = Number(choices.get(memberId)?.note ?? -1);
          return last !== undefined && kept < last ? [`${email}: ${last}, is ${kept}`] : [];
        }
        return acknowledged.flatMap((no) => {
          const key = `${memberId} ${holdSecondsOf(writer, no)}`;
          const left = changes.get(key) ?? 0;
          changes.set(key, left - 1);
          return left > 0 ? [] : [`${email}: settings ${no}`];
        });
      });
    });
  }

  async #write(writer: Writer, client: WireClient): Promise<void> {
    while (this.#isWriting && client.socket.connected) {
      writer.sent += 1;
      const no = writer.sent;
      const answer = await ask(client, writer, no);
      if (answer === null) return;
      if (answer.ok) {
        writer.acknowledged.push(no);
        this.#acknowledged += 1;
        if (this.#waiting !== null && this.#acknowledged >= this.#waiting.target) {
          this.#waiting.resolve();
          this.#waiting = null;
        }
        continue;
      }
      if (answer.code === 'unavailable') this.#refused += 1;
      else if (answer.code !== 'rate-limited') throw new Error(`refused: ${answer.code}`);
      await setTimeout(RETRY_MS);
    }
  }
}

/** The answer, or null where the connection ended before there was one. */
async function ask(
  client: WireClient,
  writer: Writer,
  no: number,
): Promise<{ readonly ok: boolean; readonly code?: string } | null> {
  const change: SettingsChange = { holdSeconds: holdSecondsOf(writer, no) };
  const choice: Choose = { choice: 'busy', note: String(no), ageMs: 0 };
  try {
    return await (writer.manages
      ? client.ask('settings:set', change)
      : client.ask('choose', choice));
  } catch (error) {
    if (client.socket.connected) throw error;
    return null;
  }
}

/** Never the value of another manager, nor the one that the same had before. */
function holdSecondsOf({ index }: Writer, no: number): number {
  return MANAGERS * (no % 300) + index;
}
