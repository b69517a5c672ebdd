/** Opens pages of Chromium without a frame of their own, for windows of the host. */
import { app } from './app.ts';
import { blankPage } from './blank-page.ts';
import type { PageSession } from './chromium.ts';
import { debugLine } from './environment.ts';

export interface OpenedPage {
  readonly session: PageSession;
  /** Chromium's X window, out of sight. */
  readonly window: number;
}

/** One after the other, so that each page gets the X window that Chromium made for it. */
let opening: Promise<unknown> = Promise.resolve();

export function openPage(): Promise<OpenedPage> {
  const page = opening.then(async () => {
    const child = app.x.nextChromiumWindow();
    const [session, window] = await Promise.all([app.chromium.openAppWindow(blankPage()), child]);
    return { session, window };
  });
  opening = page.catch((error) => debugLine('window', error));
  return page;
}
