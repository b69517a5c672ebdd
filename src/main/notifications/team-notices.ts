import { notificationsFor } from '../../client/notification-policy.ts';
import type { StatusTransition } from '../../client/replica.ts';
import type { Translate } from '../language/translator.ts';
import type { Notice } from '../ports.ts';
import type { LocalSettings } from '../settings/local-settings.ts';

/** The notifications that changes just seen deserve, in words (NO1, NO2). */
export function teamNotices(
  transitions: readonly StatusTransition[],
  selfId: string,
  settings: LocalSettings,
  t: Translate,
): readonly Omit<Notice, 'onClick'>[] {
  const wish = {
    selfId,
    notifyAbout: settings.notifyAbout,
    watched: new Set(settings.account?.watched),
  };
  return notificationsFor(transitions, wish).map((notification) =>
    notification.kind === 'summary'
      ? { title: t('app.name'), body: t('notify.summary', { count: notification.count }) }
      : {
          title: t('notify.title', {
            name: notification.transition.member.name,
            status: t(`status.${notification.transition.to}`),
          }),
          body: t('notify.before', { status: t(`status.${notification.transition.from}`) }),
        },
  );
}
