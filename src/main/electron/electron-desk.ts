import { clipboard, shell } from 'electron';
import type { DeskPort } from '../ports.ts';

/** The clipboard and the file manager. */
export const electronDesk: DeskPort = {
  copy: (text) => clipboard.writeText(text),
  showFile: (file) => shell.showItemInFolder(file),
};
