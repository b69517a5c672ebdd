import type { MemberStatus } from '../../../src/shared/domain/status.ts';
import type { HistoryInterval } from '../../../src/shared/protocol/schemas.ts';
import { check, show } from './violation.ts';

/**
 * TR6: what a member is told is recorded of them has no gaps, and ends with what the team sees.
 * Records are in the order of the time of day, so where that was set back they need not be in the
 * order of events.
 */
export function checkRecord(
  memberId: string,
  intervals: readonly HistoryInterval[],
  visible: MemberStatus,
  wasSetBack: boolean,
): void {
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
