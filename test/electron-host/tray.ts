/** `Tray`: an `org.kde.StatusNotifierItem`, as Electron shows one on Linux. */
import { EventEmitter } from 'node:events';
import type { KeyboardEvent, Point, Rectangle } from 'electron';
import { app } from './app.ts';
import { connectSessionBus, defineInterface, type MessageBus } from './dbus.ts';
import { DbusMenu, MENU_PATH } from './dbus-menu.ts';
import { debugLine } from './environment.ts';
import type { HostMenu } from './menu.ts';
import { toImage } from './native-image.ts';
import { throwForMissingMembers } from './not-built.ts';
import type { Bitmap } from './png.ts';

const INTERFACE = 'org.kde.StatusNotifierItem';
const ITEM_PATH = '/StatusNotifierItem';
const WATCHER = 'org.kde.StatusNotifierWatcher';
const WATCHER_PATH = '/StatusNotifierWatcher';

let lastId = 0;

/** Pixels as alpha, red, green, blue, which is what panels expect. */
function toArgb({ rgba }: Bitmap): Buffer {
  const argb = Buffer.alloc(rgba.length);
  for (let at = 0; at < rgba.length; at += 4) {
    argb[at] = rgba[at + 3] ?? 0;
    rgba.copy(argb, at + 1, at, at + 3);
  }
  return argb;
}

export class HostTray extends EventEmitter {
  readonly #id = ++lastId;
  /** A connection for each item: panels know an item by its connection and a fixed path. */
  readonly #bus: MessageBus | undefined;
  readonly #menu: DbusMenu | undefined;
  readonly #exported: Promise<void>;
  #image;
  #toolTip = '';
  #title = '';
  #destroyed = false;

  constructor(image: unknown, _guid?: string) {
    super();
    if (!app.isReady()) throw new Error('Cannot create Tray before app is ready');
    this.#image = toImage(image);
    this.#bus = connectSessionBus();
    this.#menu = this.#bus && new DbusMenu(this.#bus);
    this.#exported = this.#export();
    this.#exported.catch((error) => debugLine('tray', error));
  }

  async #export(): Promise<void> {
    const bus = this.#bus;
    if (!bus) return;
    await this.#menu?.export();
    await bus.export(ITEM_PATH, this.#definition());
    const service = `${INTERFACE}-${process.pid}-${this.#id}`;
    await bus.requestName(service, 0);
    const register = async (): Promise<void> => {
      await bus.invoke({
        destination: WATCHER,
        path: WATCHER_PATH,
        interface: WATCHER,
        member: 'RegisterStatusNotifierItem',
        signature: 's',
        body: [service],
      });
    };
    // A panel may start later than the app, or anew.
    bus.connection.on('message', ({ member, body = [] }) => {
      if (member === 'NameOwnerChanged' && body[0] === WATCHER && body[2]) {
        register().catch((error) => debugLine('tray', error));
      }
    });
    const owner = `type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged'`;
    await bus.addMatch(`${owner},arg0='${WATCHER}'`);
    const watcherRuns: boolean = await bus.nameHasOwner(WATCHER);
    if (watcherRuns) await register();
  }

  #definition() {
    const read = (type: string, get: () => unknown) => ({ type, get, access: 'read' as const });
    const onClick = (event: string) => ({
      in: { x: 'i', y: 'i' },
      out: {},
      handler: ({ x, y }: Point) => {
        // After the reply: what the app does with the click must not hold up the panel.
        setImmediate(() => this.#clicked(event, { x, y }));
      },
    });
    return defineInterface({
      name: INTERFACE,
      methods: {
        Activate: onClick('click'),
        SecondaryActivate: onClick('middle-click'),
        ContextMenu: onClick('right-click'),
        Scroll: { in: { delta: 'i', orientation: 's' }, out: {}, handler: () => undefined },
      },
      properties: {
        Category: read('s', () => 'ApplicationStatus'),
        Id: read('s', () => `chrome_status_icon_${this.#id}`),
        Title: read('s', () => this.#title),
        Status: read('s', () => 'Active'),
        WindowId: read('i', () => 0),
        Menu: read('o', () => MENU_PATH),
        ItemIsMenu: read('b', () => false),
        IconName: read('s', () => ''),
        IconThemePath: read('s', () => ''),
        IconPixmap: read('a(iiay)', () =>
          this.#image.bitmapsOf().map((bitmap) => [bitmap.width, bitmap.height, toArgb(bitmap)]),
        ),
        OverlayIconName: read('s', () => ''),
        OverlayIconPixmap: read('a(iiay)', () => []),
        AttentionIconName: read('s', () => ''),
        AttentionIconPixmap: read('a(iiay)', () => []),
        AttentionMovieName: read('s', () => ''),
        ToolTip: read('(sa(iiay)ss)', () => ['', [], this.#toolTip, '']),
      },
      signals: {
        NewTitle: { args: {} },
        NewIcon: { args: {} },
        NewToolTip: { args: {} },
        NewStatus: { args: { status: 's' } },
      },
    });
  }

  #clicked(event: string, position: Point): void {
    if (this.#destroyed) return;
    const keys: KeyboardEvent = { altKey: false, shiftKey: false, ctrlKey: false, metaKey: false };
    this.emit(event, keys, this.getBounds(), position);
  }

  #announce(signal: string): void {
    this.#exported
      .then(() => {
        if (!this.#destroyed) this.#bus?.sendSignal(ITEM_PATH, INTERFACE, signal);
      })
      .catch((error) => debugLine('tray', error));
  }

  setImage(image: unknown): void {
    this.#image = toImage(image);
    this.#announce('NewIcon');
  }

  setToolTip(toolTip: string): void {
    this.#toolTip = toolTip;
    this.#announce('NewToolTip');
  }

  setContextMenu(menu: HostMenu | null): void {
    this.#menu?.setMenu(menu);
  }

  /** Panels on Linux tell no item its place; Electron gives an empty rectangle too. */
  getBounds(): Rectangle {
    return { x: 0, y: 0, width: 0, height: 0 };
  }

  /** For macOS and Windows only, as in Electron. */
  setIgnoreDoubleClickEvents(_ignore: boolean): void {}
  setPressedImage(_image: unknown): void {}
  setTitle(_title: string): void {}
  getTitle(): string {
    return this.#title;
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  destroy(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    // The panel drops the item with its connection.
    this.#exported.then(() => this.#bus?.close()).catch((error) => debugLine('tray', error));
  }
}
throwForMissingMembers('Tray', HostTray);
