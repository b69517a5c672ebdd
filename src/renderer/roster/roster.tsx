import { useDeferredValue, useMemo, useState } from 'react';
import { isConnected, type TeamView } from '../app/team-view.ts';
import { useTexts } from '../i18n/locale.tsx';
import { useToday } from '../time/use-today.ts';
import { EmptyTeam } from './empty-team.tsx';
import { groupMembers } from './groups.ts';
import { matches } from './matches.ts';
import { RosterGroup } from './roster-group.tsx';
import { RosterSearch } from './roster-search.tsx';
import { ROVING_AREA_ATTRIBUTE, useRovingFocus } from './use-roving-focus.ts';

/** Everyone else in the team, by status and name, with search. */
export function Roster({ view }: { readonly view: TeamView }) {
  const t = useTexts();
  const today = useToday();
  const [query, setQuery] = useState('');
  const sought = useDeferredValue(query).trim();
  const connected = isConnected(view);

  const found = useMemo(
    () => view.members.filter((member) => matches(member.name, sought)),
    [view.members, sought],
  );
  const groups = useMemo(() => groupMembers(found, connected), [found, connected]);
  const order = groups.flatMap((group) => group.members.map((member) => member.memberId));
  const roving = useRovingFocus(order);

  if (view.members.length === 0) return <EmptyTeam />;
  const nobodyOnline = connected && sought === '' && groups[0]?.kind !== 'online';
  return (
    <main className="roster">
      <h1 className="visually-hidden">{t('roster.title')}</h1>
      <RosterSearch query={query} onChange={setQuery} />
      <output className="visually-hidden">
        {sought === '' ? '' : t('roster.found', { count: found.length })}
      </output>
      <div className="roster-scroll" {...{ [ROVING_AREA_ATTRIBUTE]: '' }}>
        {nobodyOnline ? <p className="roster-nobody">{t('roster.nobodyOnline')}</p> : null}
        {found.length === 0 ? (
          <div className="empty">
            <h2>{t('roster.noMatchTitle')}</h2>
            <p>{t('roster.noMatchText', { query: sought })}</p>
          </div>
        ) : (
          groups.map((group) => (
            <RosterGroup key={group.kind} group={group} today={today} roving={roving} />
          ))
        )}
      </div>
    </main>
  );
}
