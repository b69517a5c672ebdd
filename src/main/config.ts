import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { isUnseen, restartedAt } from './crash/crash-restart.ts';
import { linkAmong } from './requests/link.ts';
import type { DesktopSession } from './tray/tray-host.ts';
import { readUpdateSource, type UpdateSource } from './updates/update-source.ts';

const environmentSchema = z.object({
  /** Folder for settings and session data in place of the system's usual one. */
  AMPEL_PROFILE: z.string().min(1).optional(),
  /** Server and token for a first sign-in without the form; both or neither. */
  AMPEL_SERVER: z.string().min(1).optional(),
  AMPEL_TOKEN: z.string().min(1).optional(),
  /** Address of the renderer's development server (`npm run dev`). */
  ELECTRON_RENDERER_URL: z.url().optional(),
  /** Set by desktops on Linux. */
  XDG_CURRENT_DESKTOP: z.string().optional(),
  WAYLAND_DISPLAY: z.string().optional(),
  /** Where the system keeps the sockets of this user (Linux). */
  XDG_RUNTIME_DIR: z.string().min(1).optional(),
  /** Set by an AppImage: the file to start, and where it is mounted. */
  APPIMAGE: z.string().min(1).optional(),
  APPDIR: z.string().min(1).optional(),
  /** Whether to look for newer versions, and where in place of the package's own place (UP5). */
  AMPEL_UPDATES: z.enum(['on', 'off']).optional(),
  AMPEL_UPDATE_URL: z.string().min(1).optional(),
  /** Folder of the member's configuration, where a Linux desktop looks for what to launch. */
  XDG_CONFIG_HOME: z.string().optional(),
  XDG_SESSION_TYPE: z.string().optional(),
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
  readonly desktopSession: DesktopSession;
  readonly runtimeFolder: string | null;
  /** The link that this start is to follow, or null; anybody can have written it. */
  readonly link: string | null;
  readonly updates: UpdateSource;
  /** The arguments of this start, without the program itself. */
  readonly startArguments: readonly string[];
  /** Absolute. */
  readonly configFolder: string;
  /** Name and kind of the desktop session, or empty where nobody tells. */
  readonly desktop: string;
};

/**
 * Reads what the surroundings say, once. The token is taken out of the environment, so that no
 * child process inherits it.
 */
export function readConfig(environment: NodeJS.ProcessEnv, argv: readonly string[]): Config {
  const parsed = environmentSchema.parse(environment);
  const { AMPEL_PROFILE, AMPEL_SERVER, AMPEL_TOKEN, ELECTRON_RENDERER_URL } = parsed;
  const configHome = parsed.XDG_CONFIG_HOME ?? '';
  delete environment['AMPEL_TOKEN'];
  return {
    profileFolder: AMPEL_PROFILE ?? null,
    signIn:
      AMPEL_SERVER !== undefined && AMPEL_TOKEN !== undefined
        ? { server: AMPEL_SERVER, token: AMPEL_TOKEN }
        : null,
    rendererUrl: ELECTRON_RENDERER_URL ?? null,
    hidden: isUnseen(argv),
    restartedAt: restartedAt(argv, Date.now()),
    appImage: ownAppImage(parsed, argv[0] ?? ''),
    desktopSession: {
      desktop: parsed.XDG_CURRENT_DESKTOP ?? '',
      isWayland: (parsed.WAYLAND_DISPLAY ?? '') !== '',
    },
    runtimeFolder: parsed.XDG_RUNTIME_DIR ?? null,
    link: linkAmong(argv),
    updates: readUpdateSource(parsed.AMPEL_UPDATES, parsed.AMPEL_UPDATE_URL),
    startArguments: argv.slice(1),
    // A path that is not absolute is to be ignored, says the XDG specification.
    configFolder: path.isAbsolute(configHome) ? configHome : path.join(homedir(), '.config'),
    desktop: [parsed.XDG_CURRENT_DESKTOP, parsed.XDG_SESSION_TYPE].filter(Boolean).join(', '),
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
