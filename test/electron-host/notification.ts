/** `Notification` through `org.freedesktop.Notifications`. */
import { EventEmitter } from 'node:events';
import type { NotificationConstructorOptions } from 'electron';
import { app } from './app.ts';
import { type MessageBus, onSignal, sessionBus, Variant } from './dbus.ts';
import { debugLine } from './environment.ts';
import { hostEvent } from './event.ts';
import { toImage } from './native-image.ts';
import { throwForMissingMembers } from './not-built.ts';

const SERVICE = 'org.freedesktop.Notifications';
const PATH = '/org/freedesktop/Notifications';
/** The action that a click on the notification itself stands for. */
const DEFAULT_ACTION = 'default';
const URGENCY = { low: 0, normal: 1, critical: 2 };
const CLOSE_REASONS: Record<number, string> = {
  1: 'timedOut',
  2: 'userCanceled',
  3: 'applicationHidden',
};

/** Notifications that are on the screen, by the daemon's number. */
const shown = new Map<number, HostNotification>();
let listening: Promise<void> | undefined;

async function listen(bus: MessageBus): Promise<void> {
  await onSignal(bus, SERVICE, 'ActionInvoked', ([id, action]) => {
    shown.get(Number(id))?.invoked(String(action));
  });
  await onSignal(bus, SERVICE, 'NotificationClosed', ([id, reason]) => {
    const notification = shown.get(Number(id));
    shown.delete(Number(id));
    notification?.closed(CLOSE_REASONS[Number(reason)]);
  });
}

function call(bus: MessageBus, member: string, signature: string, body: unknown[]) {
  return bus.invoke<number>({
    destination: SERVICE,
    path: PATH,
    interface: SERVICE,
    member,
    signature,
    body,
  });
}

export class HostNotification extends EventEmitter {
  title: string;
  body: string;
  silent: boolean;
  urgency: 'low' | 'normal' | 'critical';
  timeoutType: 'default' | 'never';
  actions: NonNullable<NotificationConstructorOptions['actions']>;
  readonly #icon: NotificationConstructorOptions['icon'];
  /** The daemon's number; 0 asks for a new one. */
  #id = 0;

  constructor(options: NotificationConstructorOptions = {}) {
    super();
    this.title = options.title ?? '';
    this.body = options.body ?? '';
    this.silent = options.silent ?? false;
    this.urgency = options.urgency ?? 'normal';
    this.timeoutType = options.timeoutType ?? 'default';
    this.actions = options.actions ?? [];
    this.#icon = options.icon;
  }

  static isSupported(): boolean {
    return sessionBus() !== undefined;
  }

  show(): void {
    this.#notify().then(
      () => this.emit('show', hostEvent()),
      (error) => this.emit('failed', hostEvent(), String(error)),
    );
  }

  async #notify(): Promise<void> {
    const bus = sessionBus();
    if (!bus) throw new Error('there is no session bus');
    listening ??= listen(bus);
    await listening;
    const buttons = this.actions.flatMap(({ text }, index) => [String(index), text ?? '']);
    const timeout = this.timeoutType === 'never' ? 0 : -1;
    this.#id = await call(bus, 'Notify', 'susssasa{sv}i', [
      app.name,
      this.#id,
      '',
      this.title,
      this.body,
      [DEFAULT_ACTION, 'View', ...buttons],
      this.#hints(),
      timeout,
    ]);
    shown.set(this.#id, this);
  }

  #hints(): Record<string, InstanceType<typeof Variant>> {
    const hints: Record<string, InstanceType<typeof Variant>> = {
      urgency: new Variant('y', URGENCY[this.urgency]),
      'desktop-entry': new Variant('s', app.desktopFileId),
      'sender-pid': new Variant('x', BigInt(process.pid)),
    };
    if (this.silent) hints['suppress-sound'] = new Variant('b', true);
    const picture = this.#icon ? toImage(this.#icon).bitmapsOf().at(-1) : undefined;
    if (picture) {
      const { width, height, rgba } = picture;
      const data = [width, height, width * 4, true, 8, 4, rgba];
      hints['image-data'] = new Variant('(iiibiiay)', data);
    }
    return hints;
  }

  close(): void {
    const bus = sessionBus();
    if (!bus || !shown.has(this.#id)) return;
    call(bus, 'CloseNotification', 'u', [this.#id]).catch((error) =>
      debugLine('notification', error),
    );
  }

  /** The user clicked the notification or one of its buttons. */
  invoked(action: string): void {
    if (action === DEFAULT_ACTION) {
      this.emit('click', hostEvent());
      return;
    }
    const actionIndex = Number(action);
    this.emit('action', hostEvent({ actionIndex, selectionIndex: -1 }), actionIndex, -1);
  }

  closed(reason: string | undefined): void {
    this.emit('close', hostEvent({ reason }));
  }
}
throwForMissingMembers('Notification', HostNotification);
