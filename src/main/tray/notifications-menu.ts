import { NOTIFY_ABOUT, type Preferences } from '../../shared/bridge/view.ts';
import { formatTime } from '../../shared/time/moment.ts';
import type { TimeFormat } from '../language/time-format.ts';
import type { Translate } from '../language/translate.ts';
import type { TrayMenuItem } from '../ports.ts';

/** Whom to hear of (NO2), and when of nobody (NO4). */
export function notificationItems(
  { notifyAbout, quietWhileBusy, quietHours }: Preferences,
  t: Translate,
  time: TimeFormat,
): readonly TrayMenuItem[] {
  const about = NOTIFY_ABOUT.map(
    (some): TrayMenuItem => ({
      kind: 'radio',
      label: t(`notify.${some}`),
      checked: notifyAbout === some,
      enabled: true,
      command: { do: 'prefer', change: { notifyAbout: some } },
    }),
  );
  const items: TrayMenuItem[] = [
    ...about,
    { kind: 'separator' },
    {
      kind: 'check',
      label: t('tray.quietWhileBusy'),
      checked: quietWhileBusy,
      command: { do: 'prefer', change: { quietWhileBusy: !quietWhileBusy } },
    },
  ];
  if (quietHours === null) return items;
  const [from, to] = [quietHours.from, quietHours.to].map((at) => timeOfDay(at, time));
  return [
    ...items,
    {
      kind: 'check',
      label: t('tray.quietHours', { from, to }),
      checked: true,
      command: { do: 'prefer', change: { quietHours: null } },
    },
  ];
}

/** `HH:MM` as people write it here. */
function timeOfDay(at: string, { locale }: TimeFormat): string {
  const [hours = 0, minutes = 0] = at.split(':').map(Number);
  // Not of today, which may leave out just this time; clocks are not changed at New Year.
  return formatTime(new Date(2026, 0, 1, hours, minutes).getTime(), locale);
}
