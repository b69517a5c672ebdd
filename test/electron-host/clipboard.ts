/** `clipboard`: text in the selection `CLIPBOARD` of the X server, whoever owns it. */
import { app } from './app.ts';
import { notBuilt, throwForMissing } from './not-built.ts';
import { XSelection } from './x-selection.ts';

let selection: XSelection | undefined;

function clipboardOfScreen(): XSelection {
  selection ??= new XSelection(app.x);
  return selection;
}

export const clipboard = throwForMissing('clipboard', {
  async writeText(text: string): Promise<void> {
    await clipboardOfScreen().write(text);
  },

  async readText(): Promise<string> {
    return clipboardOfScreen().read();
  },

  clear(): void {
    clipboardOfScreen().clear();
  },

  get selection(): never {
    throw notBuilt('clipboard.selection');
  },
});
