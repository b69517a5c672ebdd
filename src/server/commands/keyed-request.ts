import type { Store, TeamChange } from '../store/store.ts';

/**
 * A request that its caller may send again under its key. That it was done is noted in the
 * transaction in which it is done, so that the two stand or fall together.
 */
export type KeyedRequest = {
  /**
   * To be called before anything is written.
   * @throws Refusal `conflict` where something was done under this key: nothing is to be done then.
   */
  begin(tx: TeamChange): Promise<void>;
  /** To be called when everything is written, with what the route answers where that is kept. */
  end(tx: TeamChange, answer: unknown): Promise<void>;
};

/** {@link Store.change}, done no more than once where it is asked for under a key. */
export function changeOnce<T>(
  store: Store,
  teamId: string,
  request: KeyedRequest | null,
  work: (tx: TeamChange) => Promise<T>,
): Promise<T> {
  return store.change(teamId, async (tx) => {
    await request?.begin(tx);
    const answer = await work(tx);
    await request?.end(tx, answer);
    return answer;
  });
}
