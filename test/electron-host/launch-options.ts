/** Splits the command line the way Electron and its default app do. */

export interface LaunchOptions {
  /** Modules to load before the app (`-r`), as Playwright does. */
  readonly preloads: readonly string[];
  /** The app's folder or main script; absent when the packaged app is to be started. */
  readonly appPath: string | undefined;
  /** Host and port of Node's inspector, when `--inspect` was given. */
  readonly inspect: { readonly host: string; readonly port: number } | undefined;
  readonly version: boolean;
  /** Every `--name[=value]`, wherever it stands: Chromium's command line knows no order. */
  readonly switches: readonly (readonly [name: string, value: string])[];
}

/**
 * @param packaged whether the executable carries its own app, so that the first plain argument is
 *   the app's and not the app.
 */
export function parseLaunchOptions(args: readonly string[], packaged: boolean): LaunchOptions {
  const preloads: string[] = [];
  const switches: [string, string][] = [];
  let appPath: string | undefined;
  let inspect: LaunchOptions['inspect'];
  let version = false;

  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? '';
    const ownArgument = !packaged && appPath === undefined;
    if (arg === '--') break;
    if (ownArgument && (arg === '-r' || arg === '--require')) {
      preloads.push(args[++index] ?? '');
    } else if (ownArgument && (arg === '-v' || arg === '--version')) {
      version = true;
    } else if (/^--inspect(-brk)?(=|$)/.test(arg)) {
      inspect = parseInspect(arg.split('=')[1]);
    } else if (arg.startsWith('--')) {
      const [, name = '', value = ''] = /^--([^=]*)=?(.*)$/s.exec(arg) ?? [];
      switches.push([name, value]);
    } else if (ownArgument && !arg.startsWith('-')) {
      appPath = arg;
    }
  }
  return { preloads, appPath, inspect, version, switches };
}

function parseInspect(value: string | undefined): { host: string; port: number } {
  const [first = '9229', second] = (value ?? '9229').split(':');
  if (second !== undefined) return { host: first, port: Number(second) };
  return { host: '127.0.0.1', port: Number(first) };
}
