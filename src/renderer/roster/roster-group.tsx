import { useId } from 'react';
import { useFormatLocale, useTexts } from '../i18n/locale.tsx';
import type { Translate } from '../i18n/translate.ts';
import { Indicator } from '../indicator/indicator.tsx';
import type { Group, GroupKind } from './groups.ts';
import { PersonRow } from './person-row.tsx';
import type { Metrics } from './use-metrics.ts';

type Props = {
  readonly group: Group;
  readonly metrics: Metrics;
  /** Which lines of the group's people are drawn, in their order. */
  readonly rows: readonly number[];
  readonly tabStop: string | null;
  readonly found: string | null;
};

/** A group as tall as all its people, of whom only those near the seen part are drawn. */
export function RosterGroup({ group, metrics, rows, tabStop, found }: Props) {
  const t = useTexts();
  const locale = useFormatLocale();
  const heading = useId();
  const { kind, members } = group;
  const { columns, headingHeight, personHeight: height } = metrics;
  return (
    <section className="group">
      <h2 className="group-heading" style={{ height: headingHeight }}>
        {kind === 'team' ? null : <Indicator shape={kind === 'unknown' ? 'disconnected' : kind} />}
        <span id={heading}>{headingOf(kind, t)}</span>
        <span className="group-count">{members.length.toLocaleString(locale)}</span>
      </h2>
      <ul
        className="group-list"
        aria-labelledby={heading}
        style={{ height: Math.ceil(members.length / columns) * height }}
      >
        {rows.flatMap((row) =>
          members
            .slice(row * columns, (row + 1) * columns)
            .map((member, column) => (
              <PersonRow
                key={member.memberId}
                member={member}
                spot={{ index: row * columns + column, count: members.length, columns, height }}
                isTabStop={member.memberId === tabStop}
                isFound={member.memberId === found}
              />
            )),
        )}
      </ul>
    </section>
  );
}

function headingOf(kind: GroupKind, t: Translate): string {
  return kind === 'team' ? t('roster.title') : t(`status.${kind}`);
}
