import type { AppView } from '../../shared/bridge/view.ts';
import { BUSY_DURATIONS } from '../../shared/domain/busy-duration.ts';
import type { Choice } from '../../shared/domain/status.ts';
import { BUSY_LABELS } from '../../shared/messages/busy-labels.ts';
import { formatDuration } from '../../shared/time/duration.ts';
import { minutesLeft } from '../../shared/time/minutes-left.ts';
import { formatMoment, startOfDay } from '../../shared/time/moment.ts';
import type { TimeFormat } from '../language/time-format.ts';
import type { Translate } from '../language/translate.ts';
import type { TrayIcon, TrayMenuItem, TrayModel } from '../ports.ts';
import { contactItems, toAccept } from './contact-menu.ts';
import { notificationItems } from './notifications-menu.ts';
import { teamItems } from './team-menu.ts';

const SEPARATOR: TrayMenuItem = { kind: 'separator' };

/** What the tray shows for a view: icon, tooltip and menu say the same, in their own ways. */
export function buildTray(view: AppView, t: Translate, time: TimeFormat): TrayModel {
  const line = ownLine(view, t, time);
  return {
    icon: iconOf(view),
    tooltip: tooltipOf(view, line, t),
    menu:
      view.kind === 'signed-out'
        ? [
            { kind: 'text', label: line },
            SEPARATOR,
            { kind: 'action', label: t('tray.signIn'), command: { do: 'open' } },
            SEPARATOR,
            { kind: 'action', label: t('tray.quit'), command: { do: 'quit' } },
          ]
        : teamMenu(view, line, t, time),
  };
}

/** The own status, and what is to be accepted where something is. */
function tooltipOf(view: AppView, line: string, t: Translate): string {
  const tooltip = t('tray.tooltip', { line });
  const contacts = view.kind === 'team' ? view.contacts : null;
  const count = contacts === null ? 0 : toAccept(contacts).length;
  return count === 0 ? tooltip : `${tooltip} · ${t('contactNews.toAccept', { count })}`;
}

type TeamView = Extract<AppView, { kind: 'team' }>;

function teamMenu(view: TeamView, line: string, t: Translate, time: TimeFormat): TrayMenuItem[] {
  return [
    { kind: 'text', label: line },
    ...remarks(view, t, time),
    ...contactItems(view, t),
    SEPARATOR,
    {
      kind: 'radio',
      label: t('status.online'),
      checked: pickOf(view)?.choice === 'online',
      enabled: true,
      command: { do: 'choose', choice: 'online', duration: 'open' },
    },
    { kind: 'submenu', label: t('status.busy'), items: busyItems(view, t, time) },
    {
      kind: 'text',
      label:
        view.settings === null
          ? t('status.offline')
          : t('own.automatic', { count: view.settings.inactivityTimeoutMinutes }),
    },
    SEPARATOR,
    { kind: 'submenu', label: t('tray.team'), items: teamItems(view, t) },
    {
      kind: 'submenu',
      label: t('tray.notifications'),
      items: notificationItems(view.preferences, t, time),
    },
    SEPARATOR,
    { kind: 'action', label: t('tray.open'), command: { do: 'open' } },
    { kind: 'action', label: t('tray.settings'), command: { do: 'open', place: 'settings' } },
    { kind: 'action', label: t('tray.signOut'), command: { do: 'sign-out' } },
    { kind: 'action', label: t('tray.quit'), command: { do: 'quit' } },
  ];
}

/** What is worth knowing about the own status, where there is something. */
function remarks(view: TeamView, t: Translate, time: TimeFormat): TrayMenuItem[] {
  const { pending, self, source } = view;
  const items: TrayMenuItem[] = [];
  if (pending?.waitsFor === 'connection') {
    const status = statusUntil(pending.choice, pending.until, t, time);
    items.push({ kind: 'text', label: t('own.pendingLine', { status }) });
  }
  if (view.connection.kind !== 'connected') return items;
  if (source !== 'system') items.push({ kind: 'text', label: t(`source.${source}`) });
  if (self?.live?.status === 'offline') {
    items.push({
      kind: 'action',
      label: t('own.whyOffline'),
      command: { do: 'open', place: 'own-status' },
    });
  }
  return items;
}

/** What the member has picked: what is acknowledged, or without a connection what will be sent. */
function pickOf(view: TeamView): { readonly choice: Choice; readonly until: number | null } | null {
  if (view.connection.kind !== 'connected') return view.pending;
  if (view.self === null) return null;
  return { choice: view.self.choice, until: view.self.choiceUntil };
}

function busyItems(view: TeamView, t: Translate, time: TimeFormat): TrayMenuItem[] {
  const pick = pickOf(view);
  const busy = pick?.choice === 'busy' ? pick : null;
  const items = BUSY_DURATIONS.map(
    (duration): TrayMenuItem => ({
      kind: 'radio',
      label: t(BUSY_LABELS[duration].key, { count: BUSY_LABELS[duration].count }),
      checked: duration === 'open' && busy !== null && busy.until === null,
      enabled: true,
      command: { do: 'choose', choice: 'busy', duration },
    }),
  );
  if (busy === null || busy.until === null) return items;
  const label = t('tray.busyUntil', { time: moment(busy.until, time) });
  return [{ kind: 'text', label }, SEPARATOR, ...items];
}

/** The own status in one sentence. */
function ownLine(view: AppView, t: Translate, time: TimeFormat): string {
  if (view.kind === 'signed-out') return t('connection.signedOut');
  if (view.connection.kind !== 'connected') return t(`connection.${view.connection.kind}`);
  const live = view.self?.live ?? null;
  if (live === null) return t('connection.connecting');
  if (live.status === 'offline') {
    return t('own.offlineLine', { cause: t(`cause.${live.cause}`) });
  }
  const line = t('own.line', { status: statusUntil(live.status, live.until, t, time) });
  const minutes = live.until === null ? 0 : minutesLeft(live.until, time.now);
  if (minutes === 0) return line;
  const left = formatDuration(minutes * 60_000, 'minute', time.locale);
  return `${line} · ${t('own.left', { time: left })}`;
}

function statusUntil(choice: Choice, until: number | null, t: Translate, time: TimeFormat): string {
  const status = t(`status.${choice}`);
  return until === null ? status : t('own.statusUntil', { status, time: moment(until, time) });
}

function moment(at: number, { now, locale }: TimeFormat): string {
  return formatMoment(at, startOfDay(now), locale);
}

function iconOf(view: AppView): TrayIcon {
  if (view.kind === 'signed-out') return 'signed-out';
  if (view.connection.kind !== 'connected') return 'disconnected';
  return view.self?.live?.status ?? 'disconnected';
}
