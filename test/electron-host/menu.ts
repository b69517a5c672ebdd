/** `Menu` and `MenuItem`, as models: the tray shows them over the bus. */
import { EventEmitter } from 'node:events';
import type { MenuItemConstructorOptions } from 'electron';
import { app } from './app.ts';
import { HostBrowserWindow } from './browser-window.ts';
import { notBuilt, throwForMissingMembers } from './not-built.ts';

type ItemType = NonNullable<MenuItemConstructorOptions['type']>;

interface Role {
  readonly label: string;
  readonly run: (window: HostBrowserWindow | null) => void;
}

const ROLES: Record<string, Role> = {
  quit: { label: 'Quit', run: () => app.quit() },
  close: { label: 'Close Window', run: (window) => void window?.close() },
  minimize: { label: 'Minimize', run: (window) => window?.minimize() },
  reload: { label: 'Reload', run: (window) => window?.reload() },
};

let lastCommandId = 0;

function roleOf(name: string | undefined): Role | undefined {
  if (name === undefined) return undefined;
  const role = ROLES[name.toLowerCase()];
  if (!role) throw notBuilt(`MenuItem role ${name}`);
  return role;
}

export class HostMenuItem {
  readonly id: string;
  readonly commandId = ++lastCommandId;
  readonly type: ItemType;
  readonly role: string | undefined;
  readonly submenu: HostMenu | undefined;
  readonly toolTip: string;
  readonly sublabel: string;
  label: string;
  enabled: boolean;
  visible: boolean;
  /** The menu that holds this item. */
  menu: HostMenu | undefined;
  click: (event?: object, window?: HostBrowserWindow | null) => void;
  #checked: boolean;

  constructor(options: MenuItemConstructorOptions) {
    if (options.accelerator) throw notBuilt('MenuItem accelerator');
    const role = roleOf(options.role);
    this.id = options.id ?? '';
    this.role = options.role;
    this.type = options.type ?? (options.submenu ? 'submenu' : 'normal');
    this.label = options.label ?? role?.label ?? '';
    this.toolTip = options.toolTip ?? '';
    this.sublabel = options.sublabel ?? '';
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.#checked = options.checked ?? false;
    if (this.type === 'submenu' && !options.submenu) {
      throw new Error('Invalid submenu');
    }
    this.submenu = toMenu(options.submenu);
    this.click = (event = {}, window = HostBrowserWindow.getFocusedWindow()) => {
      if (!this.enabled) return;
      if (this.type === 'checkbox') this.checked = !this.checked;
      if (this.type === 'radio') this.checked = true;
      // The types of Electron's own callback cannot know these classes.
      if (options.click)
        options.click(this as never, (window ?? undefined) as never, event as never);
      else role?.run(window);
    };
  }

  get checked(): boolean {
    return this.#checked;
  }

  set checked(checked: boolean) {
    if (checked && this.type === 'radio') {
      for (const other of this.menu?.radioGroup(this) ?? []) other.#checked = false;
    }
    this.#checked = checked;
  }
}
throwForMissingMembers('MenuItem', HostMenuItem);

function toMenu(submenu: MenuItemConstructorOptions['submenu']): HostMenu | undefined {
  if (!submenu) return undefined;
  if (Array.isArray(submenu)) return HostMenu.buildFromTemplate(submenu);
  return submenu as unknown as HostMenu;
}

export class HostMenu extends EventEmitter {
  readonly items: HostMenuItem[] = [];

  append(item: HostMenuItem): void {
    this.insert(this.items.length, item);
  }

  insert(position: number, item: HostMenuItem): void {
    item.menu = this;
    this.items.splice(position, 0, item);
  }

  getMenuItemById(id: string): HostMenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }

  /** The radio items around one, up to the next item of another type. */
  radioGroup(item: HostMenuItem): HostMenuItem[] {
    const index = this.items.indexOf(item);
    const isOther = ({ type }: HostMenuItem): boolean => type !== 'radio';
    const start = this.items.slice(0, index).findLastIndex(isOther) + 1;
    const end = this.items.findIndex((other, at) => at > index && isOther(other));
    return this.items.slice(start, end < 0 ? undefined : end);
  }

  static buildFromTemplate(template: (MenuItemConstructorOptions | object)[]): HostMenu {
    const menu = new HostMenu();
    for (const entry of template) {
      menu.append(entry instanceof HostMenuItem ? entry : new HostMenuItem(entry));
    }
    return menu;
  }

  /** There is no menu bar: having none is all that can be asked for. */
  static setApplicationMenu(menu: HostMenu | null): void {
    if (menu !== null) throw notBuilt('Menu.setApplicationMenu with a menu');
  }

  static getApplicationMenu(): null {
    return null;
  }
}
throwForMissingMembers('Menu', HostMenu);
