import { Notification } from 'electron';
import type { Log, NotifierPort } from '../ports.ts';

/** Notifications of the desktop. */
export function createNotifier(log: Log): NotifierPort {
  // A notification that nothing refers to may be collected before it is clicked.
  const shown = new Set<Notification>();
  return {
    notify: ({ title, body, onClick }) => {
      if (!Notification.isSupported()) return;
      const notification = new Notification({ title, body, silent: true });
      shown.add(notification);
      notification.on('click', () => {
        shown.delete(notification);
        onClick();
      });
      notification.on('close', () => shown.delete(notification));
      notification.on('failed', (_event, error) => {
        shown.delete(notification);
        log.warn(`a notification could not be shown: ${error}`);
      });
      notification.show();
    },
  };
}
