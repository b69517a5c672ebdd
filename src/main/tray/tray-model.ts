import type { AppView, MemberView } from '../../shared/bridge/view.ts';
import { NOTIFY_ABOUT } from '../../shared/bridge/view.ts';
import { CHOICES, STATUSES } from '../../shared/domain/status.ts';
import type { Translate } from '../language/translator.ts';
import type { TrayIcon, TrayMenuItem, TrayModel } from '../ports.ts';

/** A menu longer than a screen helps nobody; the window shows the rest. */
const MOST_COLLEAGUES = 30;

const SEPARATOR: TrayMenuItem = { kind: 'separator' };

/** What the tray shows for a view: icon, tooltip and menu say the same, in their own ways. */
export function buildTray(view: AppView, t: Translate): TrayModel {
  const line = ownLine(view, t);
  return {
    icon: iconOf(view),
    tooltip: t('tray.tooltip', { line }),
    menu:
      view.kind === 'signed-out'
        ? [
            { kind: 'text', label: line },
            SEPARATOR,
            { kind: 'action', label: t('tray.signIn'), command: { do: 'open' } },
            SEPARATOR,
            { kind: 'action', label: t('tray.quit'), command: { do: 'quit' } },
          ]
        : teamMenu(view, line, t),
  };
}

type TeamView = Extract<AppView, { kind: 'team' }>;

function teamMenu(view: TeamView, line: string, t: Translate): TrayMenuItem[] {
  const connected = view.connection.kind === 'connected';
  return [
    { kind: 'text', label: line },
    SEPARATOR,
    ...CHOICES.map(
      (choice): TrayMenuItem => ({
        kind: 'radio',
        label: t(`status.${choice}`),
        checked: connected && view.self?.choice === choice,
        enabled: connected,
        command: { do: 'choose', choice },
      }),
    ),
    {
      kind: 'text',
      label:
        view.settings === null
          ? t('status.offline')
          : t('own.automatic', { count: view.settings.inactivityTimeoutMinutes }),
    },
    SEPARATOR,
    { kind: 'submenu', label: t('tray.team'), items: colleagues(view, t) },
    {
      kind: 'submenu',
      label: t('tray.notifications'),
      items: NOTIFY_ABOUT.map((about) => ({
        kind: 'radio',
        label: t(`notify.${about}`),
        checked: view.preferences.notifyAbout === about,
        enabled: true,
        command: { do: 'notify-about', about },
      })),
    },
    SEPARATOR,
    { kind: 'action', label: t('tray.open'), command: { do: 'open' } },
    { kind: 'action', label: t('tray.signOut'), command: { do: 'sign-out' } },
    { kind: 'action', label: t('tray.quit'), command: { do: 'quit' } },
  ];
}

function colleagues(view: TeamView, t: Translate): TrayMenuItem[] {
  if (view.connection.kind !== 'connected') {
    return [{ kind: 'text', label: ownLine(view, t) }];
  }
  if (view.members.length === 0) return [{ kind: 'text', label: t('tray.teamEmpty') }];
  const sorted = STATUSES.map((status) =>
    view.members.filter((member) => member.live?.status === status),
  );
  const shown = sorted.flat().slice(0, MOST_COLLEAGUES);
  const items: TrayMenuItem[] = [];
  for (const [index, member] of shown.entries()) {
    const before = shown[index - 1];
    if (before !== undefined && before.live?.status !== member.live?.status) items.push(SEPARATOR);
    items.push({ kind: 'action', label: colleague(member, t), command: { do: 'open' } });
  }
  const rest = view.members.length - shown.length;
  if (rest > 0) {
    items.push(SEPARATOR, {
      kind: 'action',
      label: t('tray.more', { count: rest }),
      command: { do: 'open' },
    });
  }
  return items;
}

function colleague(member: MemberView, t: Translate): string {
  const status = t(`status.${member.live?.status ?? 'unknown'}`);
  return t('tray.member', { name: member.name, status });
}

/** The own status in one sentence. */
function ownLine(view: AppView, t: Translate): string {
  if (view.kind === 'signed-out') return t('connection.signedOut');
  if (view.connection.kind !== 'connected') return t(`connection.${view.connection.kind}`);
  const live = view.self?.live ?? null;
  if (live === null) return t('connection.connecting');
  return live.status === 'offline'
    ? t('own.offlineLine', { cause: t(`cause.${live.cause}`) })
    : t('own.line', { status: t(`status.${live.status}`) });
}

function iconOf(view: AppView): TrayIcon {
  if (view.kind === 'signed-out') return 'signed-out';
  if (view.connection.kind !== 'connected') return 'disconnected';
  return view.self?.live?.status ?? 'disconnected';
}
