import type { NotifyAbout } from '../shared/bridge/view.ts';
import type { StatusTransition } from './replica.ts';

/** More changes than this in one delivery are told as one sentence instead of one each. */
const MOST_SINGLE = 3;

export type NotificationWish = {
  readonly notifyAbout: NotifyAbout;
  readonly watched: ReadonlySet<string>;
  readonly selfId: string;
};

export type TeamNotification =
  | { readonly kind: 'member'; readonly transition: StatusTransition }
  | { readonly kind: 'summary'; readonly count: number };

/** What to notify of changes that just happened: never one's own (NO1), and as wished (NO2). */
export function notificationsFor(
  transitions: readonly StatusTransition[],
  wish: NotificationWish,
): readonly TeamNotification[] {
  const latest = new Map<string, StatusTransition>();
  for (const transition of transitions) {
    const { memberId } = transition.member;
    if (memberId === wish.selfId || !isWanted(memberId, wish)) continue;
    const first = latest.get(memberId)?.from ?? transition.from;
    latest.set(memberId, { ...transition, from: first });
  }
  // Someone who went and came back within one delivery has not changed for the reader.
  const told = [...latest.values()].filter(({ from, to }) => from !== to);
  if (told.length > MOST_SINGLE) return [{ kind: 'summary', count: told.length }];
  return told.map((transition) => ({ kind: 'member', transition }));
}

function isWanted(memberId: string, wish: NotificationWish): boolean {
  switch (wish.notifyAbout) {
    case 'everyone':
      return true;
    case 'watched':
      return wish.watched.has(memberId);
    case 'nobody':
      return false;
  }
}
