import { Observable } from './observable.ts';

/** Whether the browser shows notifications of this page, and if not, whether it can be asked to. */
export type NoticePermission = 'unsupported' | 'to-ask' | 'refused' | 'granted';

/** What is used of the browser's notifications. */
export type NotificationApi = {
  readonly permission: 'default' | 'denied' | 'granted';
  requestPermission(): Promise<'default' | 'denied' | 'granted'>;
  new (
    title: string,
    options: { readonly body: string; readonly tag: string },
  ): { addEventListener(type: 'click', listener: () => void): void; close(): void };
};

export type BrowserNotice = {
  readonly title: string;
  readonly body: string;
  /** Another one of the same tag takes its place, from another tab too. */
  readonly tag: string;
  readonly onClick: () => void;
};

const PERMISSIONS = { default: 'to-ask', denied: 'refused', granted: 'granted' } as const;

/** Notifications of the system's, where the member lets the browser show them. */
export class BrowserNotices {
  readonly permission: Observable<NoticePermission>;
  readonly #api: NotificationApi | undefined;

  constructor(api: NotificationApi | undefined) {
    this.#api = api;
    this.permission = new Observable<NoticePermission>(
      api === undefined ? 'unsupported' : PERMISSIONS[api.permission],
    );
  }

  /** Asks the member; only within a click of theirs, as browsers demand. */
  async ask(): Promise<void> {
    if (this.#api === undefined) return;
    this.permission.set(PERMISSIONS[await this.#api.requestPermission()]);
  }

  /** Shows a notification where that is permitted; the answer takes it back. */
  show({ title, body, tag, onClick }: BrowserNotice): () => void {
    if (this.#api === undefined || this.permission.value !== 'granted') return () => undefined;
    try {
      const notification = new this.#api(title, { body, tag });
      notification.addEventListener('click', () => {
        notification.close();
        onClick();
      });
      return () => notification.close();
    } catch {
      // Browsers of phones say yes, and show only what a service worker tells.
      this.permission.set('unsupported');
      return () => undefined;
    }
  }
}
