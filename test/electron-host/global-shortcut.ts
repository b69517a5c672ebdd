/** `globalShortcut`: keys grabbed from the X server, as Electron does on X11. */

import { parseAccelerator } from './accelerator.ts';
import { app } from './app.ts';
import { throwForMissing } from './not-built.ts';
import { onKeyPress, queryX } from './x-query.ts';
import type { KeyCombination } from './x-query-protocol.ts';

interface Registered {
  readonly combination: KeyCombination;
  readonly callback: () => void;
}

const registered = new Map<string, Registered>();
onKeyPress((press) => registered.get(keyOf(press))?.callback());

function keyOf({ keysym, modifiers }: KeyCombination): string {
  return `${keysym} ${modifiers}`;
}

/** @throws TypeError for what is no accelerator, as Electron does. */
function combinationOf(accelerator: string): KeyCombination {
  if (!app.isReady()) throw new Error('globalShortcut cannot be used before the app is ready');
  const combination = parseAccelerator(accelerator);
  if (combination) return combination;
  throw new TypeError(
    `Error processing argument at index 0, conversion failure from ${accelerator}`,
  );
}

function release(combination: KeyCombination): void {
  if (registered.delete(keyOf(combination))) queryX({ about: 'release', ...combination });
}

export const globalShortcut = throwForMissing('globalShortcut', {
  register(accelerator: string, callback: () => void): boolean {
    const combination = combinationOf(accelerator);
    const key = keyOf(combination);
    if (registered.has(key)) return false;
    const [isOurs] = queryX({ about: 'grab', ...combination });
    if (isOurs) registered.set(key, { combination, callback });
    return isOurs === 1;
  },

  isRegistered(accelerator: string): boolean {
    return registered.has(keyOf(combinationOf(accelerator)));
  },

  unregister(accelerator: string): void {
    release(combinationOf(accelerator));
  },

  unregisterAll(): void {
    for (const { combination } of [...registered.values()]) release(combination);
  },
});
