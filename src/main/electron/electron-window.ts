import { pathToFileURL } from 'node:url';
import { BrowserWindow, type IpcMainInvokeEvent, ipcMain, screen, session } from 'electron';
import { BRIDGE_CALLS, type BridgeCall } from '../../shared/bridge/bridge.ts';
import {
  CALL_NAMES,
  callChannel,
  PLACE_CHANNEL,
  VIEW_UPDATE_CHANNEL,
} from '../../shared/bridge/channels.ts';
import { toText } from '../../shared/bridge/text.ts';
import type { Place } from '../../shared/bridge/view.ts';
import type { Log, WindowPort } from '../ports.ts';
import { type Bounds, placeWindow } from '../window/window-placement.ts';
import { rememberBounds } from './remember-bounds.ts';

export type WindowOptions = {
  readonly preloadFile: string;
  readonly pageFile: string;
  /** A development server that serves the page instead of the file. */
  readonly pageUrl: string | null;
  readonly iconFile: string;
  readonly title: string;
  readonly placement: {
    /** Where the window was last, or null before it ever was anywhere. */
    last(): Bounds | null;
    remember(bounds: Bounds): void;
    /** Where the tray icon is, or null where the system does not tell. */
    tray(): Bounds | null;
  };
  /** A window has been made; one that was there already is only brought to the front. */
  readonly onOpened: () => void;
  /** The window's process has ended by itself, and the window with it. */
  readonly onCrashed: () => void;
  readonly log: Log;
};

const FIRST_SIZE = { width: 380, height: 640 };

/**
 * The app's window. It is made when it is opened and gone when it is closed: a closed window
 * costs no renderer process. The page is sandboxed, goes nowhere, and reaches main only through
 * the calls of the bridge (TR5).
 */
export function createWindowPort(options: WindowOptions): WindowPort {
  const { log } = options;
  const pageUrl = new URL(options.pageUrl ?? pathToFileURL(options.pageFile)).href;
  let window: BrowserWindow | null = null;
  /** Where a page that has not asked yet is to begin. */
  let place: Place | null = null;
  let pageHasAsked = false;
  refuseAllPermissions();

  function open(at?: Place): void {
    if (window !== null && pageHasAsked) {
      if (at !== undefined) window.webContents.send(PLACE_CHANNEL, at);
    } else {
      place = at ?? null;
    }
    if (window !== null) {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
      return;
    }
    const { placement } = options;
    const bounds = placeWindow(placement.last(), FIRST_SIZE, {
      displays: screen.getAllDisplays(),
      pointer: screen.getCursorScreenPoint(),
      tray: placement.tray(),
    });
    const opened = new BrowserWindow({
      ...bounds,
      minWidth: 320,
      minHeight: 420,
      show: false,
      title: options.title,
      icon: options.iconFile,
      autoHideMenuBar: true,
      webPreferences: {
        preload: options.preloadFile,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        spellcheck: false,
      },
    });
    window = opened;
    pageHasAsked = false;
    opened.once('ready-to-show', () => opened.show());
    rememberBounds(opened, bounds, placement.remember);
    opened.on('closed', () => {
      window = null;
    });
    const { webContents } = opened;
    webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
    webContents.on('will-navigate', (event) => event.preventDefault());
    webContents.on('render-process-gone', (_event, { reason }) => {
      log.warn(`the window's process is gone: ${reason}`);
      opened.destroy();
      if (reason !== 'clean-exit') options.onCrashed();
    });
    options.onOpened();
    opened.loadURL(pageUrl).catch((error: unknown) => {
      if (!opened.isDestroyed()) log.error('the window could not be loaded', error);
    });
  }

  function isOurPage(event: IpcMainInvokeEvent): boolean {
    const frame = event.senderFrame;
    return (
      window !== null &&
      event.sender === window.webContents &&
      frame !== null &&
      frame.parent === null &&
      frame.url.split(/[?#]/)[0] === pageUrl
    );
  }

  return {
    open,
    isOpen: () => window !== null,
    takePlace: () => {
      const taken = place;
      place = null;
      pageHasAsked = true;
      return taken;
    },
    show: (update) => {
      if (window !== null && !window.isDestroyed()) {
        window.webContents.send(VIEW_UPDATE_CHANNEL, toText(update));
      }
    },
    answer: (handlers) => {
      for (const name of CALL_NAMES) {
        const handle = handlers[name] as (argument: unknown) => Promise<unknown>;
        ipcMain.handle(callChannel(name), (event, argument: unknown) => {
          if (!isOurPage(event))
            throw new Error(`${name} was called by a page that is not Ampel's`);
          return handle(parseArgument(name, argument));
        });
      }
    },
  };
}

function parseArgument(name: BridgeCall, argument: unknown): unknown {
  const parsed = BRIDGE_CALLS[name].safeParse(argument);
  if (!parsed.success) throw new Error(`${name} was called with a wrong argument`);
  return parsed.data;
}

/** The page needs no camera, location or anything else that asks. */
function refuseAllPermissions(): void {
  session.defaultSession.setPermissionRequestHandler((_contents, _permission, answer) =>
    answer(false),
  );
  session.defaultSession.setPermissionCheckHandler(() => false);
}
