import { execFile } from 'node:child_process';

/** Whether the desktop shows tray icons; `unknown` where it cannot be told. */
export type TrayHost = 'shown' | 'missing' | 'unknown';

export type DesktopSession = {
  /** `XDG_CURRENT_DESKTOP`, such as `ubuntu:GNOME`. */
  readonly desktop: string;
  readonly isWayland: boolean;
};

/** What a program that asks the session bus said. */
export type BusAnswer = {
  readonly kind: 'answered' | 'failed' | 'not-installed';
  readonly output: string;
};

const WATCHER = 'org.kde.StatusNotifierWatcher';
const WATCHER_PATH = '/StatusNotifierWatcher';
const GET = 'org.freedesktop.DBus.Properties.Get';
const PROPERTY = 'IsStatusNotifierHostRegistered';
const NOBODY = /org\.freedesktop\.DBus\.Error\.(ServiceUnknown|NameHasNoOwner)/;
/** How long a desktop may take to answer, in milliseconds. */
const TIMEOUT_MS = 3_000;

/** Desktops have one of them or another; asking by a library would need one in the app. */
const QUESTIONS: readonly { readonly program: string; readonly args: readonly string[] }[] = [
  {
    program: 'gdbus',
    args: `call --session --dest ${WATCHER} --object-path ${WATCHER_PATH} --method ${GET} ${WATCHER} ${PROPERTY}`.split(
      ' ',
    ),
  },
  {
    program: 'dbus-send',
    args: `--session --print-reply=literal --dest=${WATCHER} ${WATCHER_PATH} ${GET} string:${WATCHER} string:${PROPERTY}`.split(
      ' ',
    ),
  },
];

/** Asks the desktop. Electron does not tell: it makes tray icons that nobody shows. */
export async function findTrayHost(session: DesktopSession): Promise<TrayHost> {
  if (process.platform !== 'linux') return 'shown';
  for (const { program, args } of QUESTIONS) {
    const answer = await ask(program, args);
    if (answer.kind !== 'not-installed') return readAnswer(answer, session);
  }
  return 'unknown';
}

/**
 * What the answer means. Nobody at home means that icons are missing where there can be no tray of
 * the older kind either: it needs an X server's desktop, and GNOME has none.
 */
export function readAnswer({ kind, output }: BusAnswer, session: DesktopSession): TrayHost {
  if (kind === 'answered' && /\btrue\b/.test(output)) return 'shown';
  const isNobody = kind === 'answered' ? /\bfalse\b/.test(output) : NOBODY.test(output);
  const hasNoOlderKind = session.isWayland || session.desktop.split(':').includes('GNOME');
  return isNobody && hasNoOlderKind ? 'missing' : 'unknown';
}

function ask(program: string, args: readonly string[]): Promise<BusAnswer> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: TIMEOUT_MS }, (error, stdout, stderr) => {
      if (error === null) resolve({ kind: 'answered', output: stdout });
      else if (error.code === 'ENOENT') resolve({ kind: 'not-installed', output: '' });
      else resolve({ kind: 'failed', output: stderr });
    });
  });
}
