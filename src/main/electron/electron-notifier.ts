import { Notification, type NotificationAction } from 'electron';
import type { Log, NoticeAction, NotifierPort } from '../ports.ts';

/** Notifications of the desktop. */
export function createNotifier(log: Log): NotifierPort {
  // A notification that nothing refers to may be collected before it is clicked.
  const shown = new Set<Notification>();
  return {
    notify: ({ title, body, onClick, actions = [] }) => {
      if (!Notification.isSupported()) return () => undefined;
      const notification = new Notification({
        title,
        body: process.platform === 'linux' ? withoutMarkup(body) : body,
        silent: true,
        // What asks for an answer stays until there is one, or until it is taken back.
        ...(actions.length === 0 ? {} : { actions: buttons(actions), timeoutType: 'never' }),
      });
      shown.add(notification);
      const use = (react: (() => void) | undefined): void => {
        shown.delete(notification);
        react?.();
      };
      notification.on('click', () => use(onClick));
      notification.on('action', ({ actionIndex }) => use(actions[actionIndex]?.onClick));
      notification.on('close', () => shown.delete(notification));
      notification.on('failed', (_event, error) => {
        shown.delete(notification);
        log.warn(`a notification could not be shown: ${error}`);
      });
      notification.show();
      return () => {
        shown.delete(notification);
        // Not every desktop takes a notification away once it was used.
        notification.close();
      };
    },
  };
}

function buttons(actions: readonly NoticeAction[]): NotificationAction[] {
  return actions.map(({ label }) => ({ type: 'button', text: label }));
}

/** Linux desktops read the body as markup, which what people write is not. */
function withoutMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
