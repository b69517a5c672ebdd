import { setTimeout } from 'node:timers/promises';
import type { StoredMember } from '../../src/server/store/accounts.ts';
import type { Store } from '../../src/server/store/store.ts';
import { addShop } from './contact-deployment.ts';
import type { Deployment } from './deployment.ts';
import { withStore } from './full-store.ts';
import { HttpClient } from './http-client.ts';
import { WireClient } from './wire-client.ts';

const MANAGERS = 10;
const AGENTS = 30;
const SHOPS = 5;

/** How long until another attempt after one was refused, in milliseconds. */
const RETRY_MS = 100;

type Outcome = 'done' | 'unavailable' | 'rate-limited' | 'unanswered';

/** A connection to a server. */
type Pen = Disposable & {
  /** Writes number `no`; null where the connection ended before there was an answer. */
  write(no: number): Promise<Outcome | null>;
};

type Writer = {
  readonly name: string;
  connect(url: string): Promise<Pen>;
  /** How many writes it has sent. */
  sent: number;
  /** The last one was not acknowledged; it is sent again. */
  isPending: boolean;
  /** The numbers of those that were acknowledged. */
  readonly acknowledged: number[];
  /** Which of those are not in the store, or were done twice. */
  lost(kept: Kept): readonly number[];
};

/** What is in the store of what the writers write. */
type Kept = {
  /** The note of each member's choice. */
  readonly notes: ReadonlyMap<string, string | null>;
  /** How often each member has set each hold. */
  readonly holds: ReadonlyMap<string, number>;
  /** How often each contact was put in. */
  readonly contacts: ReadonlyMap<string, number>;
};

/**
 * A team that writes as fast as it is answered: managers settings and agents choices over sockets of
 * their own, shops contacts over HTTP, each under a key. What was not acknowledged they write again.
 * It remembers what was, whatever becomes of the server.
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
    const members = await deployment.administer(async (admin) => {
      await admin.addTeam('Support');
      const added: Writer[] = [];
      for (let index = 0; index < MANAGERS + AGENTS; index += 1) {
        const role = index < MANAGERS ? 'manager' : 'agent';
        const email = `${role}${index}@example.com`;
        const member = await admin.addMember({ email, name: `${role} ${index}`, role });
        const token = await admin.issueToken(email, 'laptop');
        added.push(role === 'manager' ? manager(member, token, index) : agent(member, token));
      }
      return added;
    });
    const key = await withStore(deployment.store, addShop);
    const shops = Array.from({ length: SHOPS }, (_, index) => shop(key, `shop ${index}`));
    return new WritingTeam(deployment, [...members, ...shops]);
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
      this.#writers.map(async (writer) => ({ writer, pen: await writer.connect(url) })),
    );
    this.#isWriting = true;
    this.#running = Promise.all(
      connected.map(async ({ writer, pen }) => {
        using _ = pen;
        await this.#write(writer, pen);
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

  /** What was acknowledged and is not in the store, or is there twice. */
  async lost(): Promise<readonly string[]> {
    const kept = await withStore(this.#deployment.store, readKept);
    return this.#writers.flatMap((writer) =>
      writer.lost(kept).map((no) => `${writer.name}: write ${no} of ${writer.sent}`),
    );
  }

  async #write(writer: Writer, pen: Pen): Promise<void> {
    while (this.#isWriting) {
      if (!writer.isPending) writer.sent += 1;
      writer.isPending = true;
      const no = writer.sent;
      const outcome = await pen.write(no);
      if (outcome === null) return;
      if (outcome === 'done') {
        writer.isPending = false;
        writer.acknowledged.push(no);
        this.#count();
        continue;
      }
      if (outcome === 'unavailable') this.#refused += 1;
      await setTimeout(RETRY_MS);
    }
  }

  #count(): void {
    this.#acknowledged += 1;
    if (this.#waiting === null || this.#acknowledged < this.#waiting.target) return;
    this.#waiting.resolve();
    this.#waiting = null;
  }
}

function agent({ memberId, name }: StoredMember, token: string): Writer {
  const acknowledged: number[] = [];
  return {
    name,
    sent: 0,
    isPending: false,
    acknowledged,
    connect: (url) =>
      socket(url, token, 'choose', (no) => ({ choice: 'busy', note: String(no), ageMs: 0 })),
    lost({ notes }) {
      // The last one stands, or a later one whose answer was lost.
      const last = acknowledged.at(-1);
      return last !== undefined && Number(notes.get(memberId) ?? -1) < last ? [last] : [];
    },
  };
}

function manager({ memberId, name }: StoredMember, token: string, index: number): Writer {
  const acknowledged: number[] = [];
  // Never the value of another manager, nor the one before of the same: each is a change.
  const hold = (no: number) => MANAGERS * (no % 300) + index;
  return {
    name,
    sent: 0,
    isPending: false,
    acknowledged,
    connect: (url) => socket(url, token, 'settings:set', (no) => ({ holdSeconds: hold(no) })),
    lost({ holds }) {
      const left = new Map<number, number>();
      return acknowledged.filter((no) => {
        const known = left.get(hold(no)) ?? holds.get(holdKey(memberId, hold(no))) ?? 0;
        left.set(hold(no), known - 1);
        return known <= 0;
      });
    },
  };
}

function shop(key: string, name: string): Writer {
  const acknowledged: number[] = [];
  const customer = (no: number) => `${name} ${no}`;
  const writer: Writer = {
    name,
    sent: 0,
    isPending: false,
    acknowledged,
    async connect(url) {
      const http = new HttpClient(url, key);
      return {
        async write(no) {
          const body = { customer: customer(no) };
          const headers = { 'idempotency-key': `${name.replace(' ', '-')}-${no}` };
          try {
            const answer = await http.ask('POST', '/api/v1/contacts', { body, headers });
            return answer.status === 201 ? 'done' : outcomeOf(answer.body.code);
          } catch (error) {
            // What `fetch` says of a connection that was lost.
            if (error instanceof TypeError) return null;
            throw error;
          }
        },
        [Symbol.dispose]: () => undefined,
      };
    },
    lost: ({ contacts }) => [
      ...acknowledged.filter((no) => contacts.get(customer(no)) !== 1),
      ...(writer.isPending && (contacts.get(customer(writer.sent)) ?? 0) > 1 ? [writer.sent] : []),
    ],
  };
  return writer;
}

async function socket(
  url: string,
  token: string,
  event: string,
  payload: (no: number) => object,
): Promise<Pen> {
  const client = await WireClient.connect({ url, token });
  return {
    async write(no) {
      try {
        const answer = await client.ask(event, payload(no));
        return answer.ok ? 'done' : outcomeOf(answer.code);
      } catch (error) {
        if (!client.socket.connected) return null;
        // What Socket.IO says where the answer takes too long.
        if (error instanceof Error && error.message === 'operation has timed out') {
          return 'unanswered';
        }
        throw error;
      }
    },
    [Symbol.dispose]: () => client[Symbol.dispose](),
  };
}

function outcomeOf(code: string): Outcome {
  if (code === 'unavailable' || code === 'rate-limited') return code;
  throw new Error(`refused: ${code}`);
}

async function readKept(store: Store): Promise<Kept> {
  const teamId = await teamOf(store);
  const everything = { limit: 1_000_000 };
  const choices = await store.choices(teamId);
  const audit = await store.read.audit.entries(teamId, everything);
  const contacts = await store.read.contacts.list(teamId, everything);
  const holds = new Map<string, number>();
  for (const { actor, action, after } of audit) {
    if (action !== 'settings.changed' || actor.kind !== 'member') continue;
    const key = holdKey(actor.id, Number(after?.['holdSeconds']));
    holds.set(key, (holds.get(key) ?? 0) + 1);
  }
  return {
    notes: new Map([...choices].map(([memberId, { note }]) => [memberId, note])),
    holds,
    contacts: new Map(
      [...Map.groupBy(contacts, ({ customer }) => customer)].map(([customer, all]) => [
        customer,
        all.length,
      ]),
    ),
  };
}

async function teamOf(store: Store): Promise<string> {
  const [team] = await store.teams();
  return team?.teamId ?? '';
}

function holdKey(memberId: string, holdSeconds: number): string {
  return `${memberId} ${holdSeconds}`;
}
