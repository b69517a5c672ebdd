/** Everything that `require('electron')` gives the app's main process. */
import type * as Electron from 'electron';
import { app } from './app.ts';
import { HostBrowserWindow as BrowserWindow } from './browser-window.ts';
import { clipboard } from './clipboard.ts';
import { like, makesLike } from './conformity.ts';
import { dialog } from './dialog.ts';
import { globalShortcut } from './global-shortcut.ts';
import { ipcMain } from './ipc-main.ts';
import { HostMenu as Menu, HostMenuItem as MenuItem } from './menu.ts';
import { HostNativeImage, nativeImage } from './native-image.ts';
import { nativeTheme } from './native-theme.ts';
import { notBuiltModule } from './not-built.ts';
import { HostNotification as Notification } from './notification.ts';
import { powerMonitor } from './power-monitor.ts';
import { safeStorage } from './safe-storage.ts';
import { screen } from './screen.ts';
import { session } from './session.ts';
import { shell } from './shell.ts';
import { HostTray as Tray } from './tray.ts';
import { HostWebContents, webContents } from './web-contents.ts';

/** Modules of which nothing is built: any call throws with its name. */
const NOT_BUILT = [
  'autoUpdater',
  'contentTracing',
  'crashReporter',
  'desktopCapturer',
  'inAppPurchase',
  'net',
  'netLog',
  'powerSaveBlocker',
  'protocol',
  'pushNotifications',
  'systemPreferences',
  'utilityProcess',
] as const satisfies readonly (keyof typeof Electron)[];

export const api: Readonly<Record<string, unknown>> = {
  app: like<Electron.App>()(app),
  BrowserWindow: makesLike<Electron.BrowserWindow, 'webContents' | 'capturePage'>()(BrowserWindow),
  clipboard: like<Electron.Clipboard>()(clipboard),
  dialog: like<Electron.Dialog>()(dialog),
  globalShortcut: like<Electron.GlobalShortcut>()(globalShortcut),
  ipcMain: like<Electron.IpcMain>()(ipcMain),
  Menu: makesLike<Electron.Menu, 'append' | 'insert' | 'items' | 'getMenuItemById'>()(Menu),
  MenuItem: makesLike<Electron.MenuItem, 'menu' | 'submenu' | 'click' | 'role'>()(MenuItem),
  nativeImage,
  nativeTheme: like<Electron.NativeTheme>()(nativeTheme),
  Notification: makesLike<Electron.Notification>()(Notification),
  powerMonitor: like<Electron.PowerMonitor>()(powerMonitor),
  safeStorage: like<Electron.SafeStorage>()(safeStorage),
  screen: like<Electron.Screen>()(screen),
  session,
  shell: like<Electron.Shell>()(shell),
  Tray: makesLike<Electron.Tray, 'setContextMenu'>()(Tray),
  webContents,
  ...Object.fromEntries(NOT_BUILT.map((name) => [name, notBuiltModule(name)])),
};

/** What the app gets from those modules, instead of making it itself. */
makesLike<Electron.NativeImage, 'crop' | 'resize'>()(HostNativeImage);
makesLike<Electron.WebContents, 'capturePage' | 'ipc' | 'mainFrame' | 'session'>()(HostWebContents);
like<Electron.Session, 'cookies' | 'protocol' | 'webRequest'>()(session.defaultSession);

/** The names that `import { … } from 'electron'` can ask for. */
export const API_NAMES: readonly string[] = Object.keys(api);
