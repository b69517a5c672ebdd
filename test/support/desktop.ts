/**
 * A private desktop for one test: a screen, a session bus, a login service, a panel with a tray,
 * a notification daemon, and on request a window manager. Nothing of it is faked but the panel and
 * the login service, which are the few lines below; the rest are the programs of a real desktop.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import dbus, { type MessageBus } from 'dbus-native';
import { startSessionBus, startVirtualScreen, stopProcess } from '../../scripts/virtual-desktop.ts';
import { requestClose } from '../electron-host/close-request.ts';
import { encodePng } from '../electron-host/png.ts';
import { SystemBrowser } from './system-browser.ts';

const run = promisify(execFile);
const HOST_FOLDER = path.join(import.meta.dirname, '../electron-host');
const WAIT_MS = 10_000;
const POLL_MS = 25;
const CALL_TIMEOUT_MS = 5000;

const WATCHER = 'org.kde.StatusNotifierWatcher';
const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';
const NOTIFICATIONS = 'org.freedesktop.Notifications';
const LOGIN1 = 'org.freedesktop.login1';
const SCREEN_SAVER = 'org.freedesktop.ScreenSaver';

/** Lets every program own every name and listen to everything. */
const BUS_CONFIGURATION = `<!DOCTYPE busconfig PUBLIC
  "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** Notifications stay until they are acted on. `dmenu` answers dunst's question for an action. */
const dunstConfiguration = (chooser: string): string => `[global]
  monitor = 0
  dmenu = ${chooser}
  mouse_left_click = do_action, close_current
[urgency_low]
  timeout = 0
[urgency_normal]
  timeout = 0
[urgency_critical]
  timeout = 0
`;

export interface DesktopOptions {
  /** Runs openbox; without it, windows have no frame and nobody manages focus. */
  readonly windowManager?: boolean;
  /** Width, height and depth; `1280x800x24` unless told. */
  readonly screen?: string;
  /** Off: what shows tray icons is missing, as on a stock GNOME, until `tray.start()`. */
  readonly tray?: boolean;
  /** `real` leaves Electron's own binary in place instead of the stand-in host. */
  readonly electron?: 'stand-in' | 'real';
}

export interface TrayMenuItem {
  readonly id: number;
  readonly type: string;
  /** Without the mark of the access key. */
  readonly label: string;
  readonly enabled: boolean;
  readonly visible: boolean;
  /** Undefined for items that cannot be checked. */
  readonly checked: boolean | undefined;
  readonly children: readonly TrayMenuItem[];
}

export interface ShownNotification {
  readonly id: number;
  readonly summary: string;
  readonly body: string;
  /** Pairs of key and label; the key `default` is the notification itself. */
  readonly actions: readonly string[];
}

/** Starts all parts. A part that fails takes the ones before it down again. */
export async function startDesktop(options: DesktopOptions = {}): Promise<Desktop> {
  await using parts = new AsyncDisposableStack();
  const home = await mkdtemp(path.join(os.tmpdir(), 'desktop-'));
  parts.defer(() => rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }));
  const configuration = path.join(home, 'bus.conf');
  await writeFile(configuration, BUS_CONFIGURATION);

  const [screen, session, system] = await Promise.all([
    startVirtualScreen(options.screen),
    startSessionBus(configuration),
    startSessionBus(configuration),
  ]);
  for (const part of [screen, session, system]) parts.defer(() => part.stop());
  const env = environmentFor(home, {
    ...screen.env,
    ...session.env,
    DBUS_SYSTEM_BUS_ADDRESS: session.env['DBUS_SESSION_BUS_ADDRESS'] ?? '',
    ...(options.electron === 'real' ? {} : { ELECTRON_OVERRIDE_DIST_PATH: HOST_FOLDER }),
  });
  env['DBUS_SYSTEM_BUS_ADDRESS'] = system.env['DBUS_SESSION_BUS_ADDRESS'] ?? '';
  const browser = await SystemBrowser.install(home);

  const sessionBus = connect(env['DBUS_SESSION_BUS_ADDRESS'] ?? '', parts);
  const systemBus = connect(env['DBUS_SYSTEM_BUS_ADDRESS'] ?? '', parts);
  await systemBus.requestName(LOGIN1, 0);
  const tray = new Tray(sessionBus);
  if (options.tray === false) env['XDG_CURRENT_DESKTOP'] = 'GNOME';
  else await tray.start();
  const notifications = await startNotifications(home, env, sessionBus, parts);
  if (options.windowManager) await startWindowManager(env, parts);

  const desktop = new Desktop(
    env,
    home,
    browser,
    tray,
    notifications,
    sessionBus,
    systemBus,
    parts.move(),
  );
  if (options.electron !== 'real') {
    // Playwright asks the electron package for the path in its own process, once.
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] = HOST_FOLDER;
  }
  return desktop;
}

export class Desktop implements AsyncDisposable {
  /** The variables for programs on this desktop, the runner's own ones included. */
  readonly env: Record<string, string>;
  /** A home folder that is removed with the desktop. */
  readonly home: string;
  readonly browser: SystemBrowser;
  readonly tray: Tray;
  readonly notifications: Notifications;
  readonly #sessionBus: MessageBus;
  readonly #systemBus: MessageBus;
  readonly #parts: AsyncDisposableStack;

  constructor(
    ...[env, home, browser, tray, notifications, sessionBus, systemBus, parts]: [
      Record<string, string>,
      string,
      SystemBrowser,
      Tray,
      Notifications,
      MessageBus,
      MessageBus,
      AsyncDisposableStack,
    ]
  ) {
    this.env = env;
    this.home = home;
    this.browser = browser;
    this.tray = tray;
    this.notifications = notifications;
    this.#sessionBus = sessionBus;
    this.#systemBus = systemBus;
    this.#parts = parts;
  }

  /** The machine going to sleep and waking up, as the login service tells it. */
  readonly login1 = {
    suspend: (): void => this.#prepareForSleep(true),
    resume: (): void => this.#prepareForSleep(false),
    shutdown: (): void => {
      this.#systemBus.sendSignal(LOGIN1_PATH, LOGIN1_MANAGER, 'PrepareForShutdown', 'b', [true]);
    },
  };

  /** Keys and pointer. Positions are in pixels of the screen. */
  readonly input = {
    moveMouse: (x: number, y: number): Promise<void> => this.#xdotool('mousemove', `${x}`, `${y}`),
    click: (x: number, y: number): Promise<void> =>
      this.#xdotool('mousemove', `${x}`, `${y}`, 'click', '1'),
    /** @param key as in `ctrl+a` or `Return`. */
    key: (key: string): Promise<void> => this.#xdotool('key', key),
    type: (text: string): Promise<void> => this.#xdotool('type', text),
  };

  /** The screen saver's lock, which the app can ask for as the idle state `locked`. */
  lockScreen(on: boolean): void {
    this.#sessionBus.sendSignal(
      '/org/freedesktop/ScreenSaver',
      SCREEN_SAVER,
      'ActiveChanged',
      'b',
      [on],
    );
  }

  /** What a window manager's close button sends. */
  async closeWindow(title: string): Promise<void> {
    await requestClose(this.env['DISPLAY'] ?? '', title);
  }

  /** Whether a window with this title is on the screen. */
  async mapped(title: string): Promise<boolean> {
    const { stdout } = await this.run('xwininfo', '-name', title).catch(() => ({ stdout: '' }));
    return stdout.includes('Map State: IsViewable');
  }

  /** Saves the whole screen as PNG. */
  async screenshot(file: string): Promise<void> {
    await this.run('import', '-window', 'root', path.resolve(file));
  }

  /** Runs a program on this desktop and gives its output. */
  run(command: string, ...args: string[]): Promise<{ stdout: string; stderr: string }> {
    return run(command, args, { env: this.env });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#parts.disposeAsync();
  }

  #prepareForSleep(starting: boolean): void {
    this.#systemBus.sendSignal(LOGIN1_PATH, LOGIN1_MANAGER, 'PrepareForSleep', 'b', [starting]);
  }

  async #xdotool(...args: string[]): Promise<void> {
    await this.run('xdotool', ...args);
  }
}

const LOGIN1_PATH = '/org/freedesktop/login1';
const LOGIN1_MANAGER = 'org.freedesktop.login1.Manager';

/** The panel: the watcher that items register with, and a user who uses the last item. */
export class Tray {
  readonly #bus: MessageBus;
  /** Registered items by bus name, with the connection that owns each. */
  readonly #items = new Map<string, string>();
  #isThere = false;

  constructor(bus: MessageBus) {
    this.#bus = bus;
  }

  async start(): Promise<void> {
    this.#isThere = true;
    await this.#bus.export('/StatusNotifierWatcher', this.#definition());
    this.#bus.connection.on('message', ({ member, body = [] }) => {
      const [, owner, newOwner] = body;
      if (member !== 'NameOwnerChanged' || newOwner !== '') return;
      for (const [name, itemOwner] of this.#items) if (itemOwner === owner) this.#remove(name);
    });
    await this.#bus.addMatch(
      "type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'",
    );
    await this.#bus.requestName(WATCHER, 0);
  }

  /** The panel goes away and comes back, as after a crash. */
  async restart(): Promise<void> {
    await this.#bus.releaseName(WATCHER);
    this.#items.clear();
    await this.#bus.requestName(WATCHER, 0);
  }

  /** Whether there is a panel at all. */
  get isThere(): boolean {
    return this.#isThere;
  }

  /** Number of items in the panel. */
  get count(): number {
    return this.#items.size;
  }

  async waitForItem(): Promise<void> {
    await until('a tray item', () => this.count > 0);
  }

  /** The item's properties by name, with tool tip and icons as they come over the bus. */
  // biome-ignore lint/suspicious/noExplicitAny: D-Bus values
  async properties(): Promise<Record<string, any>> {
    return this.#call(ITEM_PATH, 'org.freedesktop.DBus.Properties', 'GetAll', 's', [ITEM]);
  }

  async toolTip(): Promise<string> {
    return (await this.properties())['ToolTip'][2];
  }

  /** The largest icon as PNG. */
  async iconPng(): Promise<Buffer> {
    const pixmaps: [number, number, Buffer][] = (await this.properties())['IconPixmap'];
    const [width, height, argb] = pixmaps.toSorted(([a], [b]) => b - a)[0] ?? [];
    if (!width || !height || !argb) throw new Error('the tray item has no icon');
    const rgba = Buffer.alloc(argb.length);
    for (let at = 0; at < argb.length; at += 4) {
      argb.copy(rgba, at, at + 1, at + 4);
      rgba[at + 3] = argb[at] ?? 0;
    }
    return encodePng({ width, height, rgba });
  }

  /** The menu as a tree; the root has the id 0. */
  async menu(): Promise<TrayMenuItem> {
    const menuPath: string = (await this.properties())['Menu'];
    const reply = await this.#call(menuPath, MENU, 'GetLayout', 'iias', [0, -1, []]);
    return toMenuItem(reply[1] as MenuNode);
  }

  /**
   * Chooses an item by its label, or by the labels on the way to it. A menu that is replaced under
   * the pointer is opened again, as a person would.
   */
  async click(label: string | readonly string[]): Promise<void> {
    const wanted = typeof label === 'string' ? [label] : label;
    for (;;) {
      try {
        await this.#clickOnce(wanted);
        return;
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith('there is no item '))) throw error;
      }
    }
  }

  async #clickOnce(wanted: readonly string[]): Promise<void> {
    let item = await this.menu();
    for (const step of wanted) {
      const next = item.children.find((child) => child.label === step);
      if (!next) {
        const labels = item.children.map((child) => child.label).join(', ');
        throw new Error(`the menu has no item "${step}"; it has: ${labels}`);
      }
      item = next;
    }
    const menuPath: string = (await this.properties())['Menu'];
    const nothing = new dbus.Variant('i', 0);
    await this.#call(menuPath, MENU, 'Event', 'isvu', [item.id, 'clicked', nothing, 0]);
  }

  /** A click on the icon itself. */
  async activate(): Promise<void> {
    await this.#call(ITEM_PATH, ITEM, 'Activate', 'ii', [1, 1]);
  }

  #call(
    objectPath: string,
    iface: string,
    member: string,
    signature: string,
    body: unknown[],
    // biome-ignore lint/suspicious/noExplicitAny: D-Bus values
  ): Promise<any> {
    const destination = [...this.#items.keys()].at(-1);
    if (!destination) throw new Error('no item is in the tray');
    const call = { destination, path: objectPath, interface: iface, member, signature, body };
    return Promise.resolve(this.#bus.invoke(call));
  }

  #add(name: string, owner: string): void {
    this.#items.set(name, owner);
    this.#signal('StatusNotifierItemRegistered', name);
  }

  #remove(name: string): void {
    this.#items.delete(name);
    this.#signal('StatusNotifierItemUnregistered', name);
  }

  #signal(member: string, name: string): void {
    this.#bus.sendSignal('/StatusNotifierWatcher', WATCHER, member, 's', [name + ITEM_PATH]);
  }

  #definition() {
    return dbus.defineInterface({
      name: WATCHER,
      methods: {
        RegisterStatusNotifierItem: {
          in: { service: 's' },
          out: {},
          handler: ({ service }, { sender = '' }) => {
            // An item may give its bus name or, as some do, only its object's path.
            this.#add(service.startsWith('/') ? sender : service, sender);
          },
        },
        RegisterStatusNotifierHost: { in: { service: 's' }, out: {}, handler: () => undefined },
      },
      properties: {
        RegisteredStatusNotifierItems: {
          type: 'as',
          access: 'read',
          get: () => [...this.#items.keys()].map((name) => name + ITEM_PATH),
        },
        IsStatusNotifierHostRegistered: { type: 'b', access: 'read', get: () => true },
        ProtocolVersion: { type: 'i', access: 'read', get: () => 0 },
      },
      signals: {
        StatusNotifierItemRegistered: { args: { service: 's' } },
        StatusNotifierItemUnregistered: { args: { service: 's' } },
        StatusNotifierHostRegistered: { args: {} },
      },
    });
  }
}

const ITEM_PATH = '/StatusNotifierItem';

type MenuNode = [id: number, properties: Record<string, unknown>, children: MenuNode[]];

function toMenuItem([id, properties, children]: MenuNode): TrayMenuItem {
  const label = String(properties['label'] ?? '');
  const toggle = properties['toggle-type'];
  return {
    id,
    type: String(properties['type'] ?? (toggle || 'standard')),
    label: label.replace(/_(.)/g, '$1'),
    enabled: properties['enabled'] !== false,
    visible: properties['visible'] !== false,
    checked: toggle ? properties['toggle-state'] === 1 : undefined,
    children: children.map(toMenuItem),
  };
}

/** What the user sees and does of notifications. */
export class Notifications {
  readonly #env: Record<string, string>;
  readonly #chosenAction: string;
  readonly #shown: ShownNotification[] = [];

  constructor(env: Record<string, string>, chosenAction: string) {
    this.#env = env;
    this.#chosenAction = chosenAction;
  }

  /** Those on the screen, oldest first. */
  list(): readonly ShownNotification[] {
    return [...this.#shown];
  }

  async waitFor(summary: string): Promise<ShownNotification> {
    const find = () => this.#shown.find((notification) => notification.summary === summary);
    await until(`the notification "${summary}"`, () => find() !== undefined);
    return find() as ShownNotification;
  }

  /** A click on the newest notification. */
  async clickNewest(): Promise<void> {
    await run('dunstctl', ['action'], { env: this.#env });
  }

  /** A click on a button of the newest notification. */
  async press(label: string): Promise<void> {
    await writeFile(this.#chosenAction, label);
    await run('dunstctl', ['context'], { env: this.#env });
  }

  async closeAll(): Promise<void> {
    await run('dunstctl', ['close-all'], { env: this.#env });
  }

  shown(notification: ShownNotification): void {
    const index = this.#shown.findIndex(({ id }) => id === notification.id);
    if (index >= 0) this.#shown.splice(index, 1);
    this.#shown.push(notification);
  }

  closed(closedId: number): void {
    const index = this.#shown.findIndex(({ id }) => id === closedId);
    if (index >= 0) this.#shown.splice(index, 1);
  }
}

async function startNotifications(
  home: string,
  env: Record<string, string>,
  bus: MessageBus,
  parts: AsyncDisposableStack,
): Promise<Notifications> {
  const chosenAction = path.join(home, 'chosen-action');
  const chooser = path.join(home, 'choose-action');
  // Dunst offers lines such as "#Reply (App) [1,0]" and takes the one that comes back.
  await writeFile(chooser, `#!/bin/sh\ngrep -F "#$(cat ${chosenAction}) " | head -n 1\n`, {
    mode: 0o755,
  });
  const configuration = path.join(home, 'dunstrc');
  await writeFile(configuration, dunstConfiguration(chooser));
  const notifications = new Notifications(env, chosenAction);
  await watchNotifications(env['DBUS_SESSION_BUS_ADDRESS'] ?? '', notifications, parts);
  startProgram('dunst', ['-conf', configuration], env, parts);
  await until('the notification daemon', () => bus.nameHasOwner(NOTIFICATIONS));
  return notifications;
}

/** Reads along what passes between the app and the daemon. */
async function watchNotifications(
  address: string,
  notifications: Notifications,
  parts: AsyncDisposableStack,
): Promise<void> {
  const bus = connect(address, parts);
  const rules = [
    `type='method_call',interface='${NOTIFICATIONS}',member='Notify'`,
    `type='method_return',sender='${NOTIFICATIONS}'`,
    `type='signal',interface='${NOTIFICATIONS}',member='NotificationClosed'`,
  ];
  await bus.invoke({
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus.Monitoring',
    member: 'BecomeMonitor',
    signature: 'asu',
    body: [rules, 0],
  });
  // The bus throws out a monitor that speaks, and the library would answer the calls it sees.
  bus.connection.removeAllListeners('message');
  const calls = new Map<string, Omit<ShownNotification, 'id'>>();
  bus.connection.on('message', (message) => {
    const { member, body = [] } = message;
    if (member === 'Notify') {
      const [, , , summary, text, actions] = body as [
        string,
        number,
        string,
        string,
        string,
        string[],
      ];
      calls.set(`${message.sender} ${message.serial}`, { summary, body: text, actions });
    } else if (member === 'NotificationClosed') {
      notifications.closed(Number(body[0]));
    } else {
      const key = `${message.destination} ${message.replySerial}`;
      const call = calls.get(key);
      calls.delete(key);
      if (call) notifications.shown({ id: Number(body[0]), ...call });
    }
  });
}

async function startWindowManager(
  env: Record<string, string>,
  parts: AsyncDisposableStack,
): Promise<void> {
  startProgram('openbox', ['--sm-disable'], env, parts);
  await until('the window manager', async () => {
    const { stdout } = await run('xprop', ['-root', '_NET_SUPPORTING_WM_CHECK'], { env });
    return stdout.includes('window id');
  });
}

function startProgram(
  command: string,
  args: readonly string[],
  env: Record<string, string>,
  parts: AsyncDisposableStack,
): ChildProcess {
  const child = spawn(command, args, { env, stdio: 'ignore' });
  // A program that is missing shows up as the time-out of whoever waits for it.
  child.on('error', () => undefined);
  parts.defer(() => stopProcess(child));
  return child;
}

function connect(busAddress: string, parts: AsyncDisposableStack): MessageBus {
  const bus = dbus.createClient({ busAddress, timeout: CALL_TIMEOUT_MS });
  bus.connection.on('error', () => undefined);
  parts.defer(() => bus.close());
  return bus;
}

function environmentFor(home: string, own: Record<string, string>): Record<string, string> {
  const inherited = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return {
    ...Object.fromEntries(inherited),
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    XDG_DATA_HOME: path.join(home, '.local/share'),
    ...own,
  };
}

async function until(what: string, isDone: () => boolean | PromiseLike<boolean>): Promise<void> {
  const end = Date.now() + WAIT_MS;
  while (!(await isDone())) {
    if (Date.now() > end) throw new Error(`${what} did not appear within ${WAIT_MS} ms`);
    await delay(POLL_MS);
  }
}
