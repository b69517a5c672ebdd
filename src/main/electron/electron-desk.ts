import { clipboard, shell } from 'electron';
import type { DeskPort } from '../ports.ts';

/** The clipboard, the file manager and the browser. */
export const electronDesk: DeskPort = {
  copy: (text) => clipboard.writeText(text),
  showFile: (file) => shell.showItemInFolder(file),
  openLink: (url) => shell.openExternal(url),
};
