import type {
  ComputerLook,
  Diagnostics,
  Integration,
  TimedProblem,
} from '../../shared/bridge/diagnostics.ts';

/**
 * What a member sends to whoever helps them: plain English text. It names the server's host, and
 * nobody: no person, no device, no token.
 */
export function reportText(
  diagnostics: Diagnostics,
  look: ComputerLook,
  integration: Integration,
): string {
  const { versions, desktop, connection } = diagnostics;
  const { position } = connection;
  const lines: readonly (readonly [term: string, value: string])[] = [
    ['Ampel', versions.ampel],
    ['Electron', `${versions.electron}, Chromium ${versions.chromium}, Node ${versions.node}`],
    ['System', versions.system],
    ['Desktop', desktop || 'unknown'],
    ['Server', new URL(diagnostics.server).host],
    ['Signed in since', time(diagnostics.signedInAt)],
    ['Connection', `${connection.state} since ${time(connection.since)}`],
    ['Last answer', time(connection.acknowledgedAt)],
    ['Last problem', problem(connection.lastProblem)],
    ['Log position', position === null ? 'none' : `${position.log} at ${position.version}`],
    ['Input known from', look.source],
    ['System says', `idle for ${look.idleMs ?? '?'} ms, ${lockWord(look.locked)}`],
    ['System failed', look.failure ?? 'no'],
    ['Shortcut', integration.shortcut],
    ['Launch at login', launchWord(integration.launchAtLogin)],
  ];
  const body = lines.map(([term, value]) => `${term}: ${value}`);
  return withoutSecrets([`Ampel diagnostics, ${time(look.at)}`, ...body, ''].join('\n'));
}

function time(at: number | null): string {
  return at === null ? 'unknown' : new Date(at).toISOString();
}

function problem(last: TimedProblem | null): string {
  if (last === null) return 'none';
  const { code, detail } = last.problem;
  return [`${code} at ${time(last.at)}`, detail?.replace(/\s+/g, ' ')].filter(Boolean).join(': ');
}

function lockWord(locked: boolean | null): string {
  return locked === null ? 'lock unknown' : locked ? 'locked' : 'not locked';
}

function launchWord(on: boolean | null): string {
  return on === null ? 'not installed' : on ? 'on' : 'off';
}

/** Texts of other programs may name what this report must not. */
function withoutSecrets(text: string): string {
  return text
    .replace(/ampel_[\w-]+/g, '[token]')
    .replace(/[^\s@:;,<>()"'/]+@[^\s@:;,<>()"'/]+/g, '[address]')
    .replace(/((?:\/home|\/Users|[A-Z]:\\Users)[/\\])[^/\\\s:'"]+/g, '$1[name]');
}
