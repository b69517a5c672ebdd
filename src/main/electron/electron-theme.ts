import { nativeTheme } from 'electron';
import type { ThemePort } from '../ports.ts';

/** Electron passes it on to every window, as what the desktop prefers. */
export const electronTheme: ThemePort = {
  set: (theme) => {
    nativeTheme.themeSource = theme;
  },
};
