/** `nativeTheme`: what the app chose reaches every page as `prefers-color-scheme`. */
import { EventEmitter } from 'node:events';
import type { NativeTheme } from 'electron';
import { throwForMissingMembers } from './not-built.ts';

export class HostNativeTheme extends EventEmitter {
  #source: NativeTheme['themeSource'] = 'system';
  /** No desktop is asked for its contrast, as Electron does not on Linux either. */
  readonly shouldUseHighContrastColors = false;
  readonly shouldUseInvertedColorScheme = false;
  readonly inForcedColorsMode = false;
  readonly prefersReducedTransparency = false;

  get themeSource(): NativeTheme['themeSource'] {
    return this.#source;
  }

  set themeSource(source: NativeTheme['themeSource']) {
    if (!['system', 'light', 'dark'].includes(source)) {
      throw new TypeError(
        `Error processing argument at index 0, conversion failure from ${source}`,
      );
    }
    const changed = source !== this.#source;
    this.#source = source;
    if (changed) this.emit('updated');
  }

  /** The host does not read the desktop's own theme: `system` means light. */
  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}
throwForMissingMembers('nativeTheme', HostNativeTheme);

export const nativeTheme = new HostNativeTheme();
// Every window listens while it is open.
nativeTheme.setMaxListeners(0);
