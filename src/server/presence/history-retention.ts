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
 * Removes what is recorded about members (TR6), and contacts that were closed, when it is
 * {@link HISTORY_DAYS} old: now, and every day from now on. The answer ends it.
 */
export function limitHistory({ store, clock, logger }: RetentionDependencies): () => void {
  let cancel: () => void = () => undefined;
  const removeOld = (): void => {
    cancel = clock.after(DAY_MS, removeOld);
    const before = clock.now() - HISTORY_DAYS * DAY_MS;
    Promise.all([store.forgetHistory(before), store.forgetContacts(before)])
      .then(([intervals, contacts]) => {
        if (intervals + contacts > 0) logger.info({ intervals, contacts }, 'old records removed');
      })
      .catch((error: unknown) => {
        logger.error({ err: error }, 'old records could not be removed');
      });
  };
  removeOld();
  return () => cancel();
}
