import type { Preferences } from '../../shared/bridge/view.ts';

/** What a member wants to hear of the team, and when not. */
export type Wishes = Pick<Preferences, 'notifyAbout' | 'quietWhileBusy' | 'quietHours'> & {
  /** Ids of the members who are watched. */
  readonly watched: ReadonlySet<string>;
};

/** What a device's preferences and the watched people make of it. */
export function wishesOf(
  { notifyAbout, quietWhileBusy, quietHours }: Omit<Wishes, 'watched'>,
  watched: readonly string[],
): Wishes {
  return { notifyAbout, quietWhileBusy, quietHours, watched: new Set(watched) };
}

/** Whether a colleague's changes are wanted (NO2). */
export function isWanted(memberId: string, { notifyAbout, watched }: Wishes): boolean {
  switch (notifyAbout) {
    case 'everyone':
      return true;
    case 'watched':
      return watched.has(memberId);
    case 'nobody':
      return false;
  }
}
