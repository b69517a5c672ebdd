import type { z } from 'zod';
import type { Clock } from '../shared/domain/clock.ts';
import type { ClientToServerEvents } from '../shared/protocol/events.ts';
import { refusalSchema } from '../shared/protocol/schemas.ts';
import type { Result } from './client-problem.ts';
import type { Connection } from './connection.ts';
import { misfit } from './misfit.ts';

export const NOT_CONNECTED = {
  ok: false,
  problem: { code: 'not-connected', detail: 'There is no connection.' },
} as const;

type RequestsOptions = {
  readonly connection: Connection;
  readonly clock: Clock;
  readonly warn: (message: string) => void;
};

/** Commands on their way: each ends with an answer, after its time, or with the connection. */
export class Requests {
  readonly #options: RequestsOptions;
  readonly #waiting = new Set<() => void>();

  constructor(options: RequestsOptions) {
    this.#options = options;
  }

  /** Resolves with the answer as `schema` reads it, or with why there is none; never fails. */
  async send<T>(
    event: keyof ClientToServerEvents,
    payload: object,
    schema: z.ZodType<T>,
    timeoutMs: number,
  ): Promise<Result<T>> {
    const { promise: givenUp, resolve: giveUp } = Promise.withResolvers<Result<never>>();
    const lost = (): void => giveUp(NOT_CONNECTED);
    this.#waiting.add(lost);
    const cancel = this.#options.clock.after(timeoutMs, () => {
      const detail = `No answer within ${timeoutMs / 1000} s.`;
      giveUp({ ok: false, problem: { code: 'no-answer', detail } });
    });
    const answered = this.#options.connection
      .request(event, payload)
      .then((answer) => this.#read(answer, schema));
    const result = await Promise.race([answered, givenUp]);
    cancel();
    this.#waiting.delete(lost);
    return result;
  }

  /** The connection is gone, and with it every answer that has not come yet. */
  connectionLost(): void {
    for (const lost of [...this.#waiting]) lost();
  }

  #read<T>(answer: unknown, schema: z.ZodType<T>): Result<T> {
    const value = schema.safeParse(answer);
    if (value.success) return { ok: true, value: value.data };
    const refusal = refusalSchema.safeParse(answer);
    if (refusal.success) {
      const { code, message } = refusal.data;
      return { ok: false, problem: { code, detail: message } };
    }
    this.#options.warn(
      `the server answered what the protocol does not allow: ${misfit(value.error)}`,
    );
    return { ok: false, problem: { code: 'unavailable', detail: 'The answer made no sense.' } };
  }
}
