import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../shared/domain/clock.ts';
import { HISTORY_DAYS } from '../../shared/domain/history.ts';
import type { Store } from '../store/store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

type RetentionDependencies = {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
};

/**
 * Removes what is recorded about members when it is {@link HISTORY_DAYS} old (TR6): now, and every
 * day from now on. The answer ends it.
 */
export function limitHistory({ store, clock, logger }: RetentionDependencies): () => void {
  let cancel: () => void = () => undefined;
  const removeOld = (): void => {
    cancel = clock.after(DAY_MS, removeOld);
    store
      .forgetHistory(clock.now() - HISTORY_DAYS * DAY_MS)
      .then((removed) => {
        if (removed > 0) logger.info({ removed }, 'old status history removed');
      })
      .catch((error: unknown) => {
        logger.error({ err: error }, 'old status history could not be removed');
      });
  };
  removeOld();
  return () => cancel();
}
