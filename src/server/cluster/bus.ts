import type { FastifyBaseLogger } from 'fastify';
import { z } from 'zod';
import type { Clock } from '../../shared/domain/clock.ts';
import { ERROR_CODES, type ErrorCode, Refusal } from '../../shared/protocol/errors.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';
import { Unanswered } from '../redis/unanswered.ts';

const errorCodeSchema = z.custom<ErrorCode>(
  (code) => typeof code === 'string' && Object.hasOwn(ERROR_CODES, code),
);

/** What processes say to each other. */
const messageSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('call'),
    id: z.int(),
    from: z.string(),
    call: z.string(),
    argument: z.unknown().optional(),
  }),
  z.object({
    kind: z.literal('answer'),
    id: z.int(),
    from: z.string(),
    value: z.unknown().optional(),
  }),
  z.object({
    kind: z.literal('refusal'),
    id: z.int(),
    from: z.string(),
    code: errorCodeSchema,
    message: z.string(),
  }),
  /** What was done for the call got no answer itself. */
  z.object({
    kind: z.literal('unanswered'),
    id: z.int(),
    from: z.string(),
    whom: z.string(),
    mayBeDone: z.boolean(),
  }),
]);
type BusMessage = z.infer<typeof messageSchema>;
type Call = Extract<BusMessage, { kind: 'call' }>;
type Outcome = Exclude<BusMessage, Call>;

/** Answers a call, or refuses it; `from` is the process that made it. */
export type CallHandler = (argument: unknown, from: string) => Promise<unknown>;

type BusOptions = {
  readonly connection: RedisConnection;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
  /** Nobody else has it, nor had it before. */
  readonly processId: string;
  /** What all channels begin with. */
  readonly prefix?: string;
};

/** A call that was made, and to whom. */
type Pending = {
  readonly processId: string;
  readonly answered: (value: unknown) => void;
  readonly failed: (refusal: Refusal) => void;
};

/**
 * Calls between processes. Each is made at most once; those from one process to another arrive in
 * the order they were made in.
 */
export class Bus {
  readonly #options: BusOptions;
  readonly #prefix: string;
  readonly #handlers = new Map<string, CallHandler>();
  readonly #pending = new Map<number, Pending>();
  #calls = 0;
  #unsubscribe: readonly (() => void)[] = [];

  constructor(options: BusOptions) {
    const { prefix = 'ampel:' } = options;
    this.#options = options;
    this.#prefix = `${prefix}calls:`;
  }

  /** Hears calls and answers from now on. */
  start(): void {
    const { connection, processId } = this.#options;
    this.#unsubscribe = [
      connection.listen(this.#channel(processId), (text) => this.#hear(text)),
      // Answers that come now are lost.
      connection.onDown(() => this.#failAll()),
    ];
  }

  /** Answers calls of that name. The answer ends it. */
  serve(call: string, handler: CallHandler): () => void {
    if (this.#handlers.has(call)) throw new Error(`${call} is served already`);
    this.#handlers.set(call, handler);
    return () => {
      if (this.#handlers.get(call) === handler) this.#handlers.delete(call);
    };
  }

  /**
   * Makes a call to a process, which may be this one; argument and answer travel as JSON.
   * @throws Unanswered where there is no answer within `timeoutMs` or the process had none itself,
   * and the Refusal that it answered; `unavailable` too where it failed there, which is logged there.
   */
  async ask(
    processId: string,
    call: string,
    argument: unknown,
    { timeoutMs }: { readonly timeoutMs: number },
  ): Promise<unknown> {
    this.#calls += 1;
    const id = this.#calls;
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const cancel = this.#options.clock.after(timeoutMs, () => reject(unanswered(true)));
    this.#pending.set(id, { processId, answered: resolve, failed: reject });
    const from = this.#options.processId;
    this.#publish(processId, { kind: 'call', id, from, call, argument }).then((isHeard) => {
      if (!isHeard) reject(unanswered(false));
    }, reject);
    try {
      return await promise;
    } finally {
      cancel();
      this.#pending.delete(id);
    }
  }

  /** What still waits for an answer fails. */
  close(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#handlers.clear();
    this.#failAll();
  }

  #hear(text: string): void {
    const message = this.#parse(text);
    if (message === null) return;
    if (message.kind === 'call') {
      void this.#answer(message);
      return;
    }
    const pending = this.#pending.get(message.id);
    // An answer that comes too late, or from somebody who was not asked.
    if (pending?.processId !== message.from) return;
    if (message.kind === 'answer') pending.answered(message.value);
    else pending.failed(refusalOf(message));
  }

  #parse(text: string): BusMessage | null {
    try {
      return messageSchema.parse(JSON.parse(text));
    } catch (error) {
      this.#options.logger.error({ err: error }, 'another process said what is not understood');
      return null;
    }
  }

  /** Never fails. */
  async #answer(call: Call): Promise<void> {
    const origin = { id: call.id, from: this.#options.processId };
    try {
      const outcome = await this.#handle(call).then(
        (value): Outcome => ({ kind: 'answer', ...origin, value }),
        (error: unknown): Outcome => ({ ...this.#failure(error), ...origin }),
      );
      await this.#publish(call.from, outcome);
    } catch (error) {
      // Whoever asked finds out by themselves.
      if (error instanceof Unanswered) return;
      this.#options.logger.error({ err: error, call: call.call }, 'a call could not be answered');
    }
  }

  async #handle({ call, argument, from }: Call): Promise<unknown> {
    const handler = this.#handlers.get(call);
    if (handler === undefined) throw unanswered(false);
    return handler(argument, from);
  }

  #failure(error: unknown) {
    if (error instanceof Unanswered) {
      return { kind: 'unanswered', whom: error.whom, mayBeDone: error.mayBeDone } as const;
    }
    if (error instanceof Refusal) {
      return { kind: 'refusal', code: error.code, message: error.message } as const;
    }
    this.#options.logger.error({ err: error }, 'a call of another process failed');
    const message = 'It failed on the server, which has logged why. It may have been done or not.';
    return { kind: 'refusal', code: 'unavailable', message } as const;
  }

  /** Answers whether anybody heard it. @throws Unanswered */
  async #publish(processId: string, message: BusMessage): Promise<boolean> {
    const channel = this.#channel(processId);
    return (await this.#options.connection.send('PUBLISH', channel, JSON.stringify(message))) !== 0;
  }

  #failAll(): void {
    for (const { failed } of [...this.#pending.values()]) failed(unanswered(true));
  }

  #channel(processId: string): string {
    return `${this.#prefix}${processId}`;
  }
}

function refusalOf(outcome: Exclude<Outcome, { kind: 'answer' }>): Refusal {
  return outcome.kind === 'unanswered'
    ? new Unanswered(outcome.whom, outcome)
    : new Refusal(outcome.code, outcome.message);
}

function unanswered(mayBeDone: boolean): Unanswered {
  return new Unanswered('another server', { mayBeDone });
}
