import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../../shared/domain/clock.ts';
import { HISTORY_DAYS } from '../../shared/domain/history.ts';
import type { Store } from '../store/store.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

type RetentionDependencies = {
  readonly store: Store;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
  /** The hashes of the tokens that somebody is connected with now. */
  readonly tokensInUse: () => ReadonlySet<string>;
};

/** Something that is kept for a time only. */
type Rule = {
  readonly what: string;
  readonly days: number;
  /** Removes what is older; answers how much it was. */
  forget(
    store: Store,
    before: number,
    tokensInUse: RetentionDependencies['tokensInUse'],
  ): Promise<number>;
};

const RULES: readonly Rule[] = [
  {
    what: 'status history',
    days: HISTORY_DAYS,
    forget: (store, endedBefore) => store.forgetHistory(endedBefore),
  },
  {
    what: 'closed contacts',
    days: HISTORY_DAYS,
    forget: (store, closedBefore) => store.forgetContacts(closedBefore),
  },
  {
    what: 'browser sessions that nobody used',
    days: 30,
    forget: (store, unusedSince, tokensInUse) =>
      store.forgetBrowserSessions(unusedSince, tokensInUse()),
  },
  {
    // Not at once, so that whoever made one sees that it has expired rather than that it is gone.
    what: 'expired links',
    days: 7,
    forget: (store, expiredBefore) => store.forgetLinks(expiredBefore),
  },
  {
    what: 'deliveries of webhooks that have ended',
    days: 30,
    forget: (store, begunBefore) => store.deliveries.forget(begunBefore),
  },
  {
    what: 'answered requests',
    days: 1,
    forget: (store, answeredBefore) => store.forgetRequests(answeredBefore),
  },
];

/**
 * Removes what is kept for a time only when that time is over (TR6 for what is recorded about
 * members): now, and every day from now on. The answer ends it.
 */
export function startRetention({
  store,
  clock,
  logger,
  tokensInUse,
}: RetentionDependencies): () => void {
  let cancel: () => void = () => undefined;
  const removeOld = (): void => {
    cancel = clock.after(DAY_MS, removeOld);
    for (const { what, days, forget } of RULES) {
      forget(store, clock.now() - days * DAY_MS, tokensInUse)
        .then((removed) => {
          if (removed > 0) logger.info({ what, removed }, 'old data removed');
        })
        .catch((error: unknown) => {
          logger.error({ err: error, what }, 'old data could not be removed');
        });
    }
  };
  removeOld();
  return () => cancel();
}
