import { Header, Menu, MenuItem, MenuSection } from 'react-aria-components/Menu';
import { Separator } from 'react-aria-components/Separator';
import { Text } from 'react-aria-components/Text';
import {
  BUSY_DURATIONS,
  type BusyDuration,
  secondsFor,
} from '../../shared/domain/busy-duration.ts';
import type { Choice } from '../../shared/domain/status.ts';
import { BUSY_LABELS } from '../../shared/messages/busy-labels.ts';
import { formatMoment } from '../../shared/time/moment.ts';
import type { WindowDialog } from '../app/use-places.ts';
import { useBridge } from '../bridge/bridge-context.ts';
import { isConnected, type TeamView } from '../bridge/team-view.ts';
import { useFormatLocale, useTexts } from '../i18n/locale.tsx';
import { Indicator } from '../indicator/indicator.tsx';
import { useNotices } from '../notices/notice-context.tsx';
import { useToday } from '../time/use-today.ts';
import { ChoiceItem } from './choice-item.tsx';
import { menuChoices } from './menu-choices.ts';

type Props = {
  readonly view: TeamView;
  readonly atFirst: boolean;
  readonly onOpen: (dialog: WindowDialog) => void;
  readonly onClose: () => void;
  readonly canQuit: boolean;
};

/** The open end is the row Busy itself. */
const TIMED = BUSY_DURATIONS.filter((duration) => duration !== 'open');

/**
 * The own status to choose, and what belongs to it. One level deep, for there is no room beside it
 * in a narrow window. Choosing works without a connection too (PR10).
 */
export function StatusMenu({ view, atFirst, onOpen, onClose, canQuit }: Props) {
  const t = useTexts();
  const locale = useFormatLocale();
  const today = useToday();
  const bridge = useBridge();
  const { tell } = useNotices();
  const { selected, pending, busyUntil } = menuChoices(view);

  function choose(choice: Choice, duration: BusyDuration): void {
    const forSeconds = secondsFor(duration, Date.now());
    tell(bridge.choose(forSeconds === undefined ? { choice } : { choice, forSeconds }));
  }
  return (
    <Menu
      className="menu"
      aria-label={t('own.menu')}
      autoFocus={atFirst ? 'first' : true}
      onClose={onClose}
    >
      <MenuSection
        className="menu-section"
        aria-label={t('own.menu')}
        selectionMode="single"
        disallowEmptySelection
        selectedKeys={selected === null ? [] : [selected]}
      >
        <ChoiceItem
          row="online"
          shape="online"
          label={t('status.online')}
          detail={null}
          pending={pending}
          onChoose={() => choose('online', 'open')}
        />
        <ChoiceItem
          row="busy"
          shape="busy"
          label={t('status.busy')}
          detail={t(BUSY_LABELS.open.key)}
          pending={pending}
          onChoose={() => choose('busy', 'open')}
        />
        {busyUntil === null ? null : (
          <ChoiceItem
            row="busy-until"
            shape="busy"
            label={t('own.statusUntil', {
              status: t('status.busy'),
              time: formatMoment(busyUntil, today, locale),
            })}
            detail={null}
            pending={pending}
            // It is what stands already.
            onChoose={() => undefined}
          />
        )}
      </MenuSection>
      {isConnected(view) && view.settings !== null ? (
        <AutomaticItem minutes={view.settings.inactivityTimeoutMinutes} />
      ) : null}
      <Separator className="menu-separator" />
      <MenuSection className="menu-section">
        <Header className="menu-heading">{t('busy.forATime')}</Header>
        {TIMED.map((duration) => (
          <MenuItem
            key={duration}
            id={duration}
            className="menu-item"
            onAction={() => choose('busy', duration)}
          >
            {t(BUSY_LABELS[duration].key, { count: BUSY_LABELS[duration].count })}
          </MenuItem>
        ))}
        <MenuItem id="until-time" className="menu-item" onAction={() => onOpen('busy-until')}>
          {t('busy.untilTime')}
        </MenuItem>
        <MenuItem id="with-note" className="menu-item" onAction={() => onOpen('note')}>
          {t('busy.withNote')}
        </MenuItem>
      </MenuSection>
      <Separator className="menu-separator" />
      <MenuItem id="own-status" className="menu-item" onAction={() => onOpen('own-status')}>
        {t(view.self?.live?.status === 'offline' ? 'own.whyOffline' : 'why.about')}
      </MenuItem>
      <MenuItem id="settings" className="menu-item" onAction={() => onOpen('settings')}>
        {t('tray.settings')}
      </MenuItem>
      <MenuItem
        id="sign-out"
        className="menu-item"
        onAction={() => tell(bridge.signOut(undefined))}
      >
        {t('tray.signOut')}
      </MenuItem>
      {canQuit ? (
        <MenuItem id="quit" className="menu-item" onAction={() => tell(bridge.quit(undefined))}>
          {t('tray.quit')}
        </MenuItem>
      ) : null}
    </Menu>
  );
}

/** Says how one becomes Offline, which nobody can choose (PR1). */
function AutomaticItem({ minutes }: { readonly minutes: number }) {
  const t = useTexts();
  const words = t('own.automatic', { count: minutes });
  return (
    <MenuItem id="automatic" className="menu-item menu-hint" textValue={words} isDisabled>
      <span className="menu-mark">
        <Indicator shape="offline" />
      </span>
      <Text slot="label">{words}</Text>
    </MenuItem>
  );
}
