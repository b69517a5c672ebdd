import type { Store } from '../../../src/server/store/store.ts';
import type { MemberStatus } from '../../../src/shared/domain/status.ts';
import { check, show } from './violation.ts';

/**
 * TR6: what is recorded of a member has no gaps, and ends with what the team sees now. Records are
 * in the order of the time of day, so where that was set back they need not be in the order of events.
 */
export async function checkRecords(
  store: Store,
  memberId: string,
  visible: MemberStatus,
  wasSetBack: boolean,
): Promise<void> {
  const { intervals } = await store.history(memberId, { limit: 10_000 });
  const going = intervals.filter(({ to }) => to === null);
  const [last] = going;
  check(
    going.length === 1 && last?.status === visible.status && last.from === visible.since,
    () => `TR6: ${memberId} is ${show(visible)}, recorded is ${show(going)}`,
  );
  for (const [index, later] of intervals.slice(0, -1).entries()) {
    const earlier = intervals[index + 1];
    check(
      wasSetBack || earlier?.to === later.from,
      () => `TR6: ${memberId} was ${show(earlier)}, and then ${show(later)}`,
    );
  }
}
