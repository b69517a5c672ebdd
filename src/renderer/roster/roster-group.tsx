import { useId } from 'react';
import { useTexts } from '../i18n/locale.tsx';
import type { Translate } from '../i18n/translate.ts';
import { Indicator } from '../indicator/indicator.tsx';
import type { Group, GroupKind } from './groups.ts';
import { PersonRow } from './person-row.tsx';
import type { Roving } from './use-roving-focus.ts';

type Props = {
  readonly group: Group;
  readonly today: number;
  readonly roving: Roving;
};

export function RosterGroup({ group, today, roving }: Props) {
  const t = useTexts();
  const heading = useId();
  return (
    <section className="group">
      <h2 className="group-heading">
        {group.kind === 'team' ? null : (
          <Indicator shape={group.kind === 'unknown' ? 'disconnected' : group.kind} />
        )}
        <span id={heading}>{headingOf(group.kind, t)}</span>
        <span className="group-count">{group.members.length}</span>
      </h2>
      <ul className="group-list" aria-labelledby={heading}>
        {group.members.map((member) => (
          <PersonRow
            key={member.memberId}
            memberId={member.memberId}
            name={member.name}
            role={member.role}
            watched={member.watched}
            live={member.live}
            today={today}
            isTabStop={member.memberId === roving.tabStop}
            onReach={roving.onReach}
          />
        ))}
      </ul>
    </section>
  );
}

function headingOf(kind: GroupKind, t: Translate): string {
  return kind === 'team' ? t('roster.title') : t(`status.${kind}`);
}
