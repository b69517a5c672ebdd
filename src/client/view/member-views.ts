import type { Language, MemberView } from '../../shared/bridge/view.ts';
import type { Member } from '../../shared/domain/member.ts';
import type { MemberStatus } from '../../shared/domain/status.ts';
import type { TeamState } from '../team-client.ts';
import { clockLead, localTime } from './computer-time.ts';

const NAME_ORDER: Intl.CollatorOptions = { numeric: true, sensitivity: 'base' };
/** Made once: making one is slow, and a view is built for every change. */
const COLLATORS: Readonly<Record<Language, Intl.Collator>> = {
  en: new Intl.Collator('en', NAME_ORDER),
  de: new Intl.Collator('de', NAME_ORDER),
};

/** What a member's view is made of. */
type Parts = {
  readonly member: Member;
  readonly watched: boolean;
  /** Null where what is known is not live (PR9). */
  readonly status: MemberStatus | null;
  readonly clockLeadMs: number;
};

type Order = {
  readonly members: ReadonlyMap<string, Member>;
  readonly language: Language;
  readonly sorted: readonly Member[];
};

/**
 * Makes what is shown of members, and keeps it while it stays the same: of a team of thousands
 * one changes at a time, and who draws or sends views can tell who by looking at the objects.
 */
export class MemberViews {
  readonly #made = new Map<string, { readonly parts: Parts; readonly view: MemberView }>();
  #order: Order | null = null;

  /** Every member, by name as readers of the language expect. */
  sorted(members: ReadonlyMap<string, Member>, language: Language): readonly Member[] {
    if (this.#order?.members === members && this.#order.language === language) {
      return this.#order.sorted;
    }
    const { compare } = COLLATORS[language];
    const sorted = [...members.values()].sort(
      (a, b) => compare(a.name, b.name) || compare(a.memberId, b.memberId),
    );
    this.#order = { members, language, sorted };
    for (const memberId of this.#made.keys()) {
      if (!members.has(memberId)) this.#made.delete(memberId);
    }
    return sorted;
  }

  /** What is shown of a member; the same object as before where nothing has changed. */
  viewOf(member: Member, team: TeamState, isLive: boolean, watched: boolean): MemberView {
    const parts: Parts = {
      member,
      watched,
      status: (isLive ? team.replica.statuses.get(member.memberId) : null) ?? null,
      clockLeadMs: clockLead(team),
    };
    const before = this.#made.get(member.memberId);
    if (before !== undefined && isSame(before.parts, parts)) return before.view;
    const { memberId, name, role } = member;
    const live = liveOf(parts.status, team);
    const view = { memberId, name, role, watched, live };
    this.#made.set(memberId, { parts, view });
    return view;
  }
}

function isSame(a: Parts, b: Parts): boolean {
  return (
    a.member === b.member &&
    a.status === b.status &&
    a.watched === b.watched &&
    a.clockLeadMs === b.clockLeadMs
  );
}

/** What is shown of a status, in this computer's time; null where none is known. */
export function liveOf(
  known: MemberStatus | null,
  team: Pick<TeamState, 'clockLeadMs'>,
): MemberView['live'] {
  if (known === null) return null;
  const { since, until = null, note = null, ...rest } = known;
  return {
    ...rest,
    since: localTime(since, team),
    until: until === null ? null : localTime(until, team),
    note,
  };
}
