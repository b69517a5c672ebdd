import { clipboard, shell } from 'electron';
import { isSafePage } from '../../client/server-address.ts';
import type { DeskPort } from '../ports.ts';

/** The clipboard, the file manager and the browser. */
export const electronDesk: DeskPort = {
  copy: (text) => clipboard.writeText(text),
  openPage: async (url) => {
    // Whatever else an address can name would be started, not shown.
    if (!isSafePage(new URL(url))) throw new Error('not an address that may be opened');
    await shell.openExternal(url);
  },
  showFile: (file) => shell.showItemInFolder(file),
  openLink: (url) => shell.openExternal(url),
};
