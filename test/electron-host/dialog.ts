/** `dialog`: message boxes are windows of the host; an error is written to stderr instead. */
import type { BaseWindow, MessageBoxOptions, MessageBoxReturnValue } from 'electron';
import { app } from './app.ts';
import { showMessageBox } from './message-box.ts';
import { throwForMissing } from './not-built.ts';

export const dialog = throwForMissing('dialog', {
  /** Electron itself writes it to stderr on Linux before the app is ready. */
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}\n${content}\n`);
  },

  async showMessageBox(
    ...args: [MessageBoxOptions] | [BaseWindow, MessageBoxOptions]
  ): Promise<MessageBoxReturnValue> {
    if (!app.isReady()) throw new Error('dialog module can only be used after app is ready');
    return showMessageBox(args.at(-1) as MessageBoxOptions);
  },
});
