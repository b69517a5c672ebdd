import { app } from 'electron';
import type { LoginItem } from '../ports.ts';

/** Launch at login on macOS and Windows, which Electron itself does. */
export function electronLoginItem(args: readonly string[]): LoginItem {
  const own = { args: [...args] };
  const get = () => {
    const { openAtLogin, executableWillLaunchAtLogin } = app.getLoginItemSettings(own);
    // Windows knows of an entry that the member has switched off in the task manager.
    return process.platform === 'win32' ? executableWillLaunchAtLogin : openAtLogin;
  };
  const set = (on: boolean) => app.setLoginItemSettings({ openAtLogin: on, ...own });
  return {
    get,
    set: (on) => {
      set(on);
      if (get() === on) return;
      const { status } = app.getLoginItemSettings(own);
      throw new Error(`the system has the login item as ${status}`);
    },
    // macOS passes no arguments.
    launchedThis: () => app.getLoginItemSettings(own).wasOpenedAtLogin,
    // Both systems name the program by where it was when it was set.
    refresh: () => {
      if (get()) set(true);
    },
  };
}
