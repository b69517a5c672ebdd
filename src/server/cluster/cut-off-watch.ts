import type { Clock } from '../../shared/domain/clock.ts';
import type { RedisConnection } from '../redis/redis-connection.ts';

/**
 * How long a server goes on without Redis before its clients are better off elsewhere, in
 * milliseconds: about as long as clients take to notice that a server is gone, and short enough for
 * them to be with another before this one's sessions count as lost and the grace is over (PR7).
 */
const CUT_OFF_MS = 12_000;

/** Notices that what the clients of this process are shown may for long not be true any more (PR9). */
export class CutOffWatch {
  readonly #connection: Pick<RedisConnection, 'onUp' | 'onDown'>;
  readonly #clock: Clock;
  readonly #onCutOff: () => void;
  #cancel: () => void = () => undefined;
  #unsubscribe: readonly (() => void)[] = [];

  constructor(
    connection: Pick<RedisConnection, 'onUp' | 'onDown'>,
    clock: Clock,
    onCutOff: () => void,
  ) {
    this.#connection = connection;
    this.#clock = clock;
    this.#onCutOff = onCutOff;
  }

  start(): void {
    this.#unsubscribe = [
      this.#connection.onUp(() => this.#cancel()),
      this.#connection.onDown(() => {
        this.#cancel();
        this.#cancel = this.#clock.after(CUT_OFF_MS, this.#onCutOff);
      }),
    ];
  }

  stop(): void {
    this.#cancel();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
  }
}
