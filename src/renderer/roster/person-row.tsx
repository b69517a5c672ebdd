import { memo } from 'react';
import type { Role } from '../../shared/domain/member.ts';
import { useBridge } from '../app/bridge-context.ts';
import type { Live } from '../app/team-view.ts';
import { useFormatLocale, useTexts } from '../i18n/locale.tsx';
import { BellIcon } from '../icons/icons.tsx';
import { Avatar } from '../indicator/avatar.tsx';
import { shapeOf } from '../indicator/shape-of.ts';
import { useNotices } from '../notices/notice-context.tsx';
import { statusWords } from '../time/status-words.ts';
import { moveFocus, ROVING_ATTRIBUTE } from './use-roving-focus.ts';

type Props = {
  readonly memberId: string;
  readonly name: string;
  readonly role: Role;
  readonly watched: boolean;
  readonly live: Live | null;
  readonly today: number;
  readonly isTabStop: boolean;
  readonly onReach: (memberId: string) => void;
};

/** One colleague. Drawn again only if something about them changed: a team may have thousands. */
export const PersonRow = memo(function PersonRow(props: Props) {
  const { memberId, name, role, watched, live, today, isTabStop, onReach } = props;
  const t = useTexts();
  const locale = useFormatLocale();
  const bridge = useBridge();
  const { tell } = useNotices();
  const status = t(live === null ? 'status.unknown' : `status.${live.status}`);
  const words = live === null ? null : statusWords(live, today, locale, t);
  const watch = t('roster.watch', { name });
  return (
    <li className="person" aria-label={t('roster.person', { name, status })}>
      <Avatar name={name} shape={shapeOf(live)} />
      <span className="person-text">
        <span className="person-name">
          <span className="person-called" title={name}>
            {name}
          </span>
          {role === 'agent' ? null : <span className="person-role">{t(`role.${role}`)}</span>}
        </span>
        {words === null ? null : (
          <span className="person-status" title={words}>
            {words}
          </span>
        )}
      </span>
      {/* A plain button: a library's one costs a second and more on a team of thousands. */}
      <button
        type="button"
        className="icon-button watch"
        aria-label={watch}
        aria-pressed={watched}
        tabIndex={isTabStop ? 0 : -1}
        {...{ [ROVING_ATTRIBUTE]: memberId }}
        onKeyDown={moveFocus}
        onFocus={() => onReach(memberId)}
        onClick={() => tell(bridge.watch({ memberId, on: !watched }))}
      >
        <BellIcon set={watched} title={watch} />
      </button>
    </li>
  );
}, sameRow);

/** Views arrive as fresh copies over IPC, so what is live is compared by its content. */
function sameRow(before: Props, after: Props): boolean {
  return (
    before.memberId === after.memberId &&
    before.name === after.name &&
    before.role === after.role &&
    before.watched === after.watched &&
    before.today === after.today &&
    before.isTabStop === after.isTabStop &&
    before.live?.status === after.live?.status &&
    before.live?.since === after.live?.since &&
    before.live?.until === after.live?.until &&
    before.live?.note === after.live?.note
  );
}
