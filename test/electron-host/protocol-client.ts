/**
 * Who opens links of a scheme. As in Electron, `xdg-settings` keeps it, and knows an app by its
 * desktop file; an app without one cannot be chosen.
 */
import { spawnSync } from 'node:child_process';
import { debugLine } from './environment.ts';

const PROPERTY = 'default-url-scheme-handler';
const TIMEOUT_MS = 5000;

/** What `xdg-settings` answered, or undefined where it refused or is missing. */
function xdgSettings(...args: string[]): string | undefined {
  const { status, stdout, stderr, error } = spawnSync('xdg-settings', args, {
    encoding: 'utf8',
    timeout: TIMEOUT_MS,
  });
  if (status === 0) return stdout.trim();
  debugLine('protocol client', error ?? stderr);
  return undefined;
}

/** @param desktopFile with its ending. */
export function setProtocolClient(scheme: string, desktopFile: string): boolean {
  return xdgSettings('set', PROPERTY, scheme, desktopFile) !== undefined;
}

export function isProtocolClient(scheme: string, desktopFile: string): boolean {
  return xdgSettings('check', PROPERTY, scheme, desktopFile) === 'yes';
}
