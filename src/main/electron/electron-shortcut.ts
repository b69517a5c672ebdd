import { globalShortcut } from 'electron';
import type { Log, ShortcutPort } from '../ports.ts';

/** A shortcut that works whatever application has the keyboard. */
export function createShortcut(log: Log): ShortcutPort {
  let held: string | null = null;
  return {
    set: (accelerator, onPress) => {
      if (held !== null) globalShortcut.unregister(held);
      held = null;
      if (accelerator === null) return true;
      try {
        if (globalShortcut.register(accelerator, onPress)) held = accelerator;
      } catch (error) {
        log.error(`the shortcut ${accelerator} cannot be registered`, error);
      }
      return held !== null;
    },
  };
}
