import type { ReportQuery, StatusReport } from '../../shared/api/report.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import { mayManage } from '../../shared/domain/member.ts';
import { calendarDays, statusTimes } from '../../shared/domain/status-time.ts';
import { type Caller, mustBeMember } from '../commands/caller.ts';
import { CsvFile } from '../csv.ts';
import type { Store } from '../store/store.ts';

type ReportDependencies = {
  readonly store: Store;
  readonly clock: Clock;
  /** Resolves when what has become of a team's members so far is in the store. */
  readonly saved: (teamId: string) => Promise<void>;
};

/** How long members were in each status, day by day. */
export class StatusReports {
  readonly #dependencies: ReportDependencies;

  constructor(dependencies: ReportDependencies) {
    this.#dependencies = dependencies;
  }

  /**
   * Of everyone for owners and managers, else of oneself (TR6). The days are those of the given time
   * zone; what is not known, such as the future, counts as nothing.
   * @throws Refusal `forbidden` for integrations.
   */
  async read(caller: Caller, { from, to, timeZone }: ReportQuery): Promise<StatusReport> {
    mustBeMember(caller);
    const { store, clock, saved } = this.#dependencies;
    await saved(caller.teamId);
    const now = clock.now();
    const days = calendarDays(from, to, timeZone);
    const members = (await store.read.members.all(caller.teamId)).filter(
      ({ memberId }) => mayManage(caller.role) || memberId === caller.memberId,
    );
    const history = await store.teamHistory(caller.teamId, {
      from: days[0]?.from ?? now,
      to: days.at(-1)?.to ?? now,
      ...(mayManage(caller.role) ? {} : { memberId: caller.memberId }),
    });
    return {
      from,
      to,
      timeZone,
      members: members.map(({ memberId, name }) => {
        const times = statusTimes(history.get(memberId) ?? [], days, now);
        return {
          memberId,
          name,
          days: days.map(({ day }, index) => ({
            day,
            onlineMs: times[index]?.online ?? 0,
            busyMs: times[index]?.busy ?? 0,
            offlineMs: times[index]?.offline ?? 0,
          })),
        };
      }),
    };
  }

  /** The same as a file for spreadsheets, a line for each member and day, in seconds. @throws Refusal `forbidden` */
  async csv(caller: Caller, query: ReportQuery): Promise<CsvFile> {
    const { from, to, members } = await this.read(caller, query);
    return new CsvFile(
      `ampel-status-time-${from}-${to}.csv`,
      ['day', 'member_id', 'name', 'online_seconds', 'busy_seconds', 'offline_seconds'],
      members
        .values()
        .map(({ memberId, name, days }) =>
          days.map(({ day, onlineMs, busyMs, offlineMs }) => [
            day,
            memberId,
            name,
            ...[onlineMs, busyMs, offlineMs].map((ms) => ms / 1000),
          ]),
        ),
    );
  }
}
