import { expect, test } from '@playwright/test';
import type { Translate } from '../../../src/main/language/translate.ts';
import { type Desktop, startDesktop } from '../../support/desktop.ts';
import { ServerProcess } from '../../support/server-process.ts';
import { type LaunchOptions, launchApp, type RunningApp } from '../running-app.ts';

/** What the window is shown with: the build of the app, and its words. */
export type Production = {
  readonly language: 'en_US' | 'de_DE';
  /** The words the app speaks. */
  readonly t: Translate;
  /** The folder with the build, where it is not the checkout. */
  readonly folder?: string;
};

/** What a tour begins with: a computer and a team server, and no app yet. */
export type Scene = Production & {
  readonly desktop: Desktop;
  readonly server: ServerProcess;
  /** For what has to end with the tour. */
  readonly parts: AsyncDisposableStack;
  readonly launch: (options: Partial<LaunchOptions>) => Promise<RunningApp>;
};

/** The running app with its window. */
export type Stage = Scene & { readonly app: RunningApp; readonly page: Awaited<Page> };
type Page = ReturnType<RunningApp['window']>;

/** Something the window can show. */
export type Screen = {
  readonly name: string;
  /** Brings it about, from where the screen before was left. */
  readonly show: (stage: Stage) => Promise<void>;
  /** Clears the way for the next one. */
  readonly leave?: (stage: Stage) => Promise<void>;
};

/** Screens that one start of the app leads through. */
export type Tour = {
  readonly name: string;
  /** Off: a desktop that shows no tray icons. */
  readonly tray: boolean;
  readonly start: (scene: Scene) => Promise<RunningApp>;
  readonly screens: readonly Screen[];
};

/** Leads through a tour, and lets `look` look at every screen of it. */
export async function takeTour(
  tour: Tour,
  production: Production,
  look: (screen: Screen, stage: Stage) => Promise<void>,
): Promise<void> {
  await using parts = new AsyncDisposableStack();
  const desktop = parts.use(await startDesktop({ windowManager: true, tray: tour.tray }));
  const server = parts.use(await ServerProcess.start());
  const { language, folder } = production;
  const launch: Scene['launch'] = async (options) => {
    const app = await launchApp(desktop, {
      server: server.url,
      window: true,
      language,
      ...(folder === undefined ? {} : { folder }),
      ...options,
    });
    parts.defer(() => app.close());
    return app;
  };
  const scene: Scene = { ...production, desktop, server, parts, launch };
  const app = await tour.start(scene);
  const page = await app.window();
  const stage: Stage = { ...scene, app, page };
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const screen of tour.screens) {
    await test.step(screen.name, async () => {
      await screen.show(stage);
      await expect(page.locator('[data-entering], [data-exiting]')).toHaveCount(0);
      await look(screen, stage);
      await screen.leave?.(stage);
    });
  }
}
