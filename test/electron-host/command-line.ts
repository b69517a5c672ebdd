import type { CommandLine } from 'electron';

/** `app.commandLine`: the switches given by the caller and by the app, to be passed to Chromium. */
export class HostCommandLine implements CommandLine {
  readonly #switches = new Map<string, string>();
  readonly #arguments: string[] = [];

  appendSwitch(name: string, value = ''): void {
    const key = name.toLowerCase();
    const before = this.#switches.get(key);
    // Chromium takes the last of several feature lists, so they have to be joined.
    const joins = before && (key === 'enable-features' || key === 'disable-features');
    this.#switches.set(key, joins ? `${before},${value}` : String(value));
  }

  appendArgument(value: string): void {
    this.#arguments.push(value);
  }

  hasSwitch(name: string): boolean {
    return this.#switches.has(name.toLowerCase());
  }

  getSwitchValue(name: string): string {
    return this.#switches.get(name.toLowerCase()) ?? '';
  }

  removeSwitch(name: string): void {
    this.#switches.delete(name.toLowerCase());
  }

  /** The switches as arguments, without those named. */
  toArguments(except: ReadonlySet<string>): string[] {
    return [...this.#switches]
      .filter(([name]) => !except.has(name))
      .map(([name, value]) => (value ? `--${name}=${value}` : `--${name}`))
      .concat(this.#arguments);
  }
}
