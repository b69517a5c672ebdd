import { realpathSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { restartedAt } from './crash-restart.ts';
import { readUpdateSource, type UpdateSource } from './updates/update-source.ts';

const environmentSchema = z.object({
  /** Folder for settings and session data in place of the system's usual one. */
  AMPEL_PROFILE: z.string().min(1).optional(),
  /** Server and token for a first sign-in without the form; both or neither. */
  AMPEL_SERVER: z.string().min(1).optional(),
  AMPEL_TOKEN: z.string().min(1).optional(),
  /** Address of the renderer's development server (`npm run dev`). */
  ELECTRON_RENDERER_URL: z.url().optional(),
  /** Set by an AppImage: the file to start, and where it is mounted. */
  APPIMAGE: z.string().min(1).optional(),
  APPDIR: z.string().min(1).optional(),
  /** Whether to look for newer versions, and where in place of the package's own place (UP5). */
  AMPEL_UPDATES: z.enum(['on', 'off']).optional(),
  AMPEL_UPDATE_URL: z.string().min(1).optional(),
});

export type Config = {
  readonly profileFolder: string | null;
  readonly signIn: { readonly server: string; readonly token: string } | null;
  readonly rendererUrl: string | null;
  /** Start in the tray without showing the window, as at login. */
  readonly hidden: boolean;
  /** When a crash brought about this start (epoch milliseconds, possibly still to come), or null. */
  readonly restartedAt: number | null;
  /** The file to start in place of the program that runs, or null where this is no AppImage. */
  readonly appImage: string | null;
  readonly updates: UpdateSource;
  /** The arguments of this start, without the program itself. */
  readonly startArguments: readonly string[];
};

/**
 * Reads what the surroundings say, once. The token is taken out of the environment, so that no
 * child process inherits it.
 */
export function readConfig(environment: NodeJS.ProcessEnv, argv: readonly string[]): Config {
  const { AMPEL_PROFILE, AMPEL_SERVER, AMPEL_TOKEN, ELECTRON_RENDERER_URL, ...more } =
    environmentSchema.parse(environment);
  delete environment['AMPEL_TOKEN'];
  return {
    profileFolder: AMPEL_PROFILE ?? null,
    signIn:
      AMPEL_SERVER !== undefined && AMPEL_TOKEN !== undefined
        ? { server: AMPEL_SERVER, token: AMPEL_TOKEN }
        : null,
    rendererUrl: ELECTRON_RENDERER_URL ?? null,
    // Windows' installer starts the new version with `--updated`.
    hidden: argv.includes('--hidden') || argv.includes('--updated'),
    restartedAt: restartedAt(argv, Date.now()),
    appImage: ownAppImage(more, argv[0] ?? ''),
    updates: readUpdateSource(more.AMPEL_UPDATES, more.AMPEL_UPDATE_URL),
    startArguments: argv.slice(1),
  };
}

/** What is started from inside another AppImage, such as a terminal, inherits its variables. */
function ownAppImage(
  { APPIMAGE, APPDIR }: Pick<z.infer<typeof environmentSchema>, 'APPIMAGE' | 'APPDIR'>,
  program: string,
): string | null {
  if (APPIMAGE === undefined || APPDIR === undefined) return null;
  const fromMount = path.relative(realPath(APPDIR), realPath(program));
  return fromMount.startsWith('..') || path.isAbsolute(fromMount) ? null : APPIMAGE;
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    return path.resolve(file);
  }
}
