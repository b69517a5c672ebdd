import { BrowserWindow, dialog } from 'electron';
import type { DialogPort } from '../ports.ts';

/** Boxes that the system shows, outside of the app's window. */
export const electronDialogs: DialogPort = {
  ask: async ({ title, message, detail, buttons }) => {
    const [parent] = BrowserWindow.getAllWindows();
    const options = {
      type: 'info' as const,
      title,
      message,
      detail,
      buttons: [...buttons],
      defaultId: buttons.length - 1,
      cancelId: buttons.length - 1,
      noLink: true,
    };
    if (process.platform !== 'darwin') return (await dialog.showMessageBox(options)).response;
    // macOS holds up the whole app for a box that belongs to no window.
    if (parent === undefined) return buttons.length - 1;
    return (await dialog.showMessageBox(parent, options)).response;
  },
};

/** For an app that cannot start; before Electron is ready, Linux gets it on stderr. */
export function showStartError(title: string, text: string): void {
  dialog.showErrorBox(title, text);
}
