import { memo, useId } from 'react';
import type { MemberView } from '../../shared/bridge/view.ts';
import { useBridge } from '../bridge/bridge-context.ts';
import { useTexts } from '../i18n/locale.tsx';
import { BellIcon } from '../icons/icons.tsx';
import { Avatar } from '../indicator/avatar.tsx';
import { shapeOf } from '../indicator/shape-of.ts';
import { useNotices } from '../notices/notice-context.tsx';
import { StatusText } from './status-text.tsx';

/** Where a person stands in their group. */
export type Spot = {
  readonly index: number;
  readonly count: number;
  /** How many stand side by side. */
  readonly columns: number;
  /** Height of a line in pixels. */
  readonly height: number;
};

type Props = {
  readonly member: MemberView;
  readonly spot: Spot;
  readonly isTabStop: boolean;
  /** The window was opened at this person. */
  readonly isFound: boolean;
};

/** One colleague, and the switch to be told when they are back (NO2). */
export const PersonRow = memo(function PersonRow({ member, spot, isTabStop, isFound }: Props) {
  const { memberId, name, role, watched, live } = member;
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  const statusId = useId();
  const status = t(live === null ? 'status.unknown' : `status.${live.status}`);
  const watch = t('roster.watch', { name });
  return (
    <li
      className="person"
      aria-label={t('roster.person', { name, status })}
      aria-setsize={spot.count}
      aria-posinset={spot.index + 1}
      data-found={isFound || undefined}
      style={placeOf(spot)}
    >
      <Avatar name={name} shape={shapeOf(live)} />
      <span className="person-text">
        <span className="person-name">
          <span className="person-called" title={name}>
            {name}
          </span>
          {role === 'agent' ? null : <span className="person-role">{t(`role.${role}`)}</span>}
        </span>
        {live === null ? null : <StatusText id={statusId} live={live} />}
      </span>
      <button
        type="button"
        className="icon-button watch"
        aria-label={watch}
        aria-describedby={live === null ? undefined : statusId}
        aria-pressed={watched}
        tabIndex={isTabStop ? 0 : -1}
        data-member={memberId}
        onClick={() => tell(bridge.watch({ memberId, on: !watched }))}
      >
        <BellIcon set={watched} title={watch} />
      </button>
    </li>
  );
}, sameRow);

function placeOf({ index, columns, height }: Spot) {
  const column = index % columns;
  return {
    top: Math.floor(index / columns) * height,
    insetInlineStart: `${(100 * column) / columns}%`,
    width: `${100 / columns}%`,
    height,
  };
}

/** Views arrive as fresh copies over IPC, so everything is compared by its content. */
function sameRow(before: Props, after: Props): boolean {
  return (
    before.isTabStop === after.isTabStop &&
    before.isFound === after.isFound &&
    sameEntries(before.spot, after.spot) &&
    before.member.memberId === after.member.memberId &&
    before.member.name === after.member.name &&
    before.member.role === after.member.role &&
    before.member.watched === after.member.watched &&
    sameEntries(before.member.live, after.member.live)
  );
}

function sameEntries<T extends object>(before: T | null, after: T | null): boolean {
  if (before === null || after === null) return before === after;
  const keys = Object.keys(before) as (keyof T)[];
  return keys.every((key) => before[key] === after[key]);
}
