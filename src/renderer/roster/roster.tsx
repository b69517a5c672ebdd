import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import type { SoughtPerson } from '../app/use-places.ts';
import { isConnected, type TeamView } from '../bridge/team-view.ts';
import { useTexts } from '../i18n/locale.tsx';
import { EmptyTeam } from './empty-team.tsx';
import { groupMembers } from './groups.ts';
import { layOut } from './layout.ts';
import { matches } from './matches.ts';
import { NoMatch } from './no-match.tsx';
import { RosterGroup } from './roster-group.tsx';
import { RosterSearch } from './roster-search.tsx';
import { useMetrics } from './use-metrics.ts';
import { useRosterFocus } from './use-roster-focus.ts';
import { useRosterKeys } from './use-roster-keys.ts';
import { useVisibleRows } from './use-visible-rows.ts';

type Props = {
  readonly view: TeamView;
  /** Whom the window was opened at, as a new value each time it was (NO5). */
  readonly soughtPerson: SoughtPerson | null;
};

/** Everyone else in the team, by status and name, with search. */
export function Roster(props: Props) {
  return props.view.members.length === 0 ? <EmptyTeam /> : <People {...props} />;
}

function People({ view, soughtPerson }: Props) {
  const { members } = view;
  const t = useTexts();
  const area = useRef<HTMLDivElement>(null);
  const [query, setQuery] = useState('');
  const sought = useDeferredValue(query).trim();
  const connected = isConnected(view);

  const matching = useMemo(
    () => (sought === '' ? members : members.filter((member) => matches(member.name, sought))),
    [members, sought],
  );
  const groups = useMemo(() => groupMembers(matching, connected), [matching, connected]);
  const metrics = useMetrics(area);
  const layout = useMemo(() => layOut(groups, metrics.columns), [groups, metrics.columns]);

  const focus = useRosterFocus(area, layout);
  const keptPosition = focus.tabStop === null ? undefined : layout.positionOf.get(focus.tabStop);
  const kept = keptPosition === undefined ? null : (layout.people[keptPosition]?.line ?? null);
  const { rowsOf, scrollTo, scrollToTop, page } = useVisibleRows(area, layout, metrics, kept);

  function moveTo(position: number): void {
    const person = layout.people[position];
    if (person === undefined) return;
    scrollTo(person.line);
    focus.moveTo(person.memberId);
  }
  const onKeyDown = useRosterKeys({
    layout,
    tabStop: focus.tabStop,
    page,
    onMove: moveTo,
    onEscape: () => setQuery(''),
  });

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is found is read from its top
  useEffect(() => scrollToTop(), [sought]);

  const [found, setFound] = useState<string | null>(null);
  const shown = useRef<SoughtPerson | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: who is sought again is a new value
  useEffect(() => {
    if (soughtPerson === null || shown.current === soughtPerson) return;
    const position = layout.positionOf.get(soughtPerson.memberId);
    if (position !== undefined) {
      shown.current = soughtPerson;
      moveTo(position);
      setFound(soughtPerson.memberId);
    } else if (members.some(({ memberId }) => memberId === soughtPerson.memberId)) {
      setQuery('');
    } else {
      shown.current = soughtPerson;
    }
  }, [soughtPerson, layout]);

  const nobodyOnline = connected && sought === '' && groups[0]?.kind !== 'online';
  return (
    <main className="roster">
      <h1 className="visually-hidden">{t('roster.title')}</h1>
      <RosterSearch query={query} onChange={setQuery} onLeave={() => moveTo(0)} />
      <output className="visually-hidden">
        {sought === '' ? '' : t('roster.found', { count: matching.length })}
      </output>
      {nobodyOnline ? <p className="roster-nobody">{t('roster.nobodyOnline')}</p> : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys belong to the buttons in it */}
      <div
        ref={area}
        className="roster-scroll"
        onKeyDown={onKeyDown}
        onFocus={focus.onFocus}
        onBlur={focus.onBlur}
        onAnimationEnd={() => setFound(null)}
      >
        {groups.length === 0 ? <NoMatch query={sought} onClear={() => setQuery('')} /> : null}
        {groups.map((group, index) => (
          <RosterGroup
            key={group.kind}
            group={group}
            metrics={metrics}
            rows={rowsOf(index)}
            tabStop={focus.tabStop}
            found={found}
          />
        ))}
      </div>
    </main>
  );
}
