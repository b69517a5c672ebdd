import { Notification } from 'electron';
import type { Log, NotifierPort } from '../ports.ts';

/** Notifications of the desktop. */
export function createNotifier(log: Log): NotifierPort {
  // A notification that nothing refers to may be collected before it is clicked.
  const shown = new Set<Notification>();
  return {
    notify: ({ title, body, onClick, action }) => {
      if (!Notification.isSupported()) return () => undefined;
      const notification = new Notification({
        title,
        body,
        silent: true,
        // What asks for an answer stays until there is one, or until it is taken back.
        ...(action === undefined
          ? {}
          : { actions: [{ type: 'button', text: action.label }], timeoutType: 'never' }),
      });
      shown.add(notification);
      const onceUsed = (react: () => void) => () => {
        shown.delete(notification);
        react();
      };
      notification.on('click', onceUsed(onClick));
      if (action !== undefined) notification.on('action', onceUsed(action.onClick));
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
