import path from 'node:path';
import { Menu, type MenuItemConstructorOptions, nativeImage, Tray } from 'electron';
import type { MenuBarIcon } from '../../shared/bridge/view.ts';
import type { AppCommand } from '../commands.ts';
import type { TrayIcon, TrayMenuItem, TrayModel, TrayPort } from '../ports.ts';

export type TrayOptions = {
  readonly iconFolder: string;
  /** Only macOS asks: its menu bar has icons in one colour by custom. */
  readonly menuBarIcon: () => MenuBarIcon;
  readonly run: (command: AppCommand) => void;
};

/** The one tray icon, for the app's life. */
export function createTray({ iconFolder, menuBarIcon, run }: TrayOptions): TrayPort {
  const fileOf = (icon: TrayIcon): string => path.join(iconFolder, iconFile(icon, menuBarIcon()));
  let file = fileOf('disconnected');
  const tray = new Tray(nativeImage.createFromPath(file));
  // macOS shows the menu on a click.
  if (process.platform !== 'darwin') tray.on('click', () => run({ do: 'open' }));
  let shown: TrayModel | null = null;

  function setMenu(menu: readonly TrayMenuItem[]): void {
    const choose = (command: AppCommand): void => {
      // The system marks what was clicked; until that is true, the menu says what is.
      if (shown !== null) setMenu(shown.menu);
      run(command);
    };
    tray.setContextMenu(Menu.buildFromTemplate(menu.map((item) => template(item, choose))));
  }

  return {
    show: (model) => {
      const nextFile = fileOf(model.icon);
      if (nextFile !== file) tray.setImage(nativeImage.createFromPath(nextFile));
      file = nextFile;
      if (shown?.tooltip !== model.tooltip) tray.setToolTip(model.tooltip);
      // An open menu closes when it is replaced, so only what really changed replaces it. It has
      // to be set anew as a whole: Linux does not show changes to a menu that is set already.
      if (JSON.stringify(shown?.menu) !== JSON.stringify(model.menu)) setMenu(model.menu);
      shown = model;
    },
    place: () => {
      const { x, y, width, height } = tray.getBounds();
      // Linux bars tell nobody where they show what.
      return width === 0 || height === 0 ? null : { x, y, width, height };
    },
  };
}

function iconFile(icon: TrayIcon, menuBarIcon: MenuBarIcon): string {
  switch (process.platform) {
    case 'linux':
      // Bars scale what they get, from a larger drawing than the 16 points of the others.
      return path.join('linux', `tray-${icon}.png`);
    case 'win32':
      return `tray-${icon}.ico`;
    default:
      // Electron knows by the name that the system is to colour it.
      return `tray-${icon}${menuBarIcon === 'monochrome' ? 'Template' : ''}.png`;
  }
}

function template(
  item: TrayMenuItem,
  run: (command: AppCommand) => void,
): MenuItemConstructorOptions {
  switch (item.kind) {
    case 'separator':
      return { type: 'separator' };
    case 'text':
      return { label: plainLabel(item.label), enabled: false };
    case 'action':
      return { label: plainLabel(item.label), click: () => run(item.command) };
    case 'radio':
      return {
        type: 'radio',
        label: plainLabel(item.label),
        checked: item.checked,
        enabled: item.enabled,
        click: () => run(item.command),
      };
    case 'check':
      return {
        type: 'checkbox',
        label: plainLabel(item.label),
        checked: item.checked,
        click: () => run(item.command),
      };
    case 'submenu':
      return {
        label: plainLabel(item.label),
        submenu: item.items.map((child) => template(child, run)),
      };
  }
}

/** In menus an ampersand marks a mnemonic; names may contain one. */
function plainLabel(label: string): string {
  return label.replaceAll('&', '&&');
}
