import type { AppView, MemberView } from '../../shared/bridge/view.ts';
import { STATUSES } from '../../shared/domain/status.ts';
import type { Translate } from '../language/translate.ts';
import type { TrayMenuItem } from '../ports.ts';

/** A menu longer than a screen helps nobody; the window shows the rest. */
const MOST_COLLEAGUES = 30;

/** The colleagues by status, each with what can be done about them. */
export function teamItems(
  view: Extract<AppView, { kind: 'team' }>,
  t: Translate,
): readonly TrayMenuItem[] {
  if (view.connection.kind !== 'connected') {
    return [{ kind: 'text', label: t(`connection.${view.connection.kind}`) }];
  }
  if (view.members.length === 0) return [{ kind: 'text', label: t('tray.teamEmpty') }];
  const sorted = STATUSES.map((status) =>
    view.members.filter((member) => member.live?.status === status),
  );
  const shown = sorted.flat().slice(0, MOST_COLLEAGUES);
  const items: TrayMenuItem[] = [];
  for (const [index, member] of shown.entries()) {
    const before = shown[index - 1];
    if (before !== undefined && before.live?.status !== member.live?.status) {
      items.push({ kind: 'separator' });
    }
    items.push(colleague(member, t));
  }
  const rest = view.members.length - shown.length;
  if (rest > 0) {
    items.push(
      { kind: 'separator' },
      { kind: 'action', label: t('tray.more', { count: rest }), command: { do: 'open' } },
    );
  }
  return items;
}

function colleague({ memberId, name, live, watched }: MemberView, t: Translate): TrayMenuItem {
  const status = t(`status.${live?.status ?? 'unknown'}`);
  return {
    kind: 'submenu',
    label: t('tray.member', { name, status }),
    items: [
      { kind: 'action', label: t('tray.openAt'), command: { do: 'open', place: { memberId } } },
      {
        kind: 'check',
        label: t('roster.watch', { name }),
        checked: watched,
        command: { do: 'watch', memberId, on: !watched },
      },
    ],
  };
}
