import type { Clock } from '../shared/domain/clock.ts';
import { Refusal } from '../shared/protocol/errors.ts';
import type { Waiting } from './metrics.ts';
import type { Store } from './store/store.ts';

/** The queues of all teams together; null where the store does not answer. */
export async function waitingIn(store: Store, clock: Clock): Promise<Waiting | null> {
  try {
    const teams = await store.teams();
    const queues = await Promise.all(teams.map(({ teamId }) => store.read.contacts.queue(teamId)));
    const contacts = queues.reduce((sum, { waiting }) => sum + waiting, 0);
    const since = queues.map(({ oldestSince }) => oldestSince).filter((at) => at !== null);
    const oldestMs = since.length === 0 ? 0 : Math.max(0, clock.now() - Math.min(...since));
    return { contacts, oldestMs };
  } catch (error) {
    if (error instanceof Refusal && error.code === 'unavailable') return null;
    throw error;
  }
}
