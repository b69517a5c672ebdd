/**
 * The only place where the host reads environment variables. They are read when asked for, not at
 * import, because an app may set some of them in its first lines.
 */
import process from 'node:process';

/** Reads one variable; an empty value counts as unset. */
export function environmentVariable(name: string): string | undefined {
  return process.env[name] || undefined;
}

/** The environment for a child process, with some variables replaced. */
export function childEnvironment(overrides: Record<string, string> = {}): NodeJS.ProcessEnv {
  return { ...process.env, ...overrides };
}

/** Takes a variable meant for this process only, so that the app's children do not inherit it. */
export function takeEnvironmentVariable(name: string): string | undefined {
  const value = environmentVariable(name);
  delete process.env[name];
  return value;
}

/** Writes a line to stderr if `ELECTRON_HOST_DEBUG=1`. */
export function debugLine(subject: string, detail: unknown): void {
  if (environmentVariable('ELECTRON_HOST_DEBUG') !== '1') return;
  const text = detail instanceof Error ? (detail.stack ?? detail.message) : String(detail);
  process.stderr.write(`[electron-host ${subject}] ${text}\n`);
}
