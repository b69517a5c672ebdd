/**
 * `dialog`: there is no native box. An error is written to stderr, which is what Electron itself
 * does on Linux before the app is ready; everything that needs an answer is not built.
 */
import { throwForMissing } from './not-built.ts';

export const dialog = throwForMissing('dialog', {
  showErrorBox(title: string, content: string): void {
    process.stderr.write(`${title}\n${content}\n`);
  },
});
