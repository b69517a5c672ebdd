/** Where an app's files belong on Linux: `app.getPath` and `app.setPath`. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { environmentVariable } from './environment.ts';

export class AppPaths {
  readonly #chosen = new Map<string, string>();
  readonly #executable: string;
  readonly #appName: () => string;

  constructor(executable: string, appName: () => string) {
    this.#executable = executable;
    this.#appName = appName;
  }

  get(name: string): string {
    const chosen = this.#chosen.get(name);
    if (chosen !== undefined) return chosen;
    const home = os.homedir();
    switch (name) {
      case 'home':
        return home;
      case 'appData':
        return environmentVariable('XDG_CONFIG_HOME') ?? path.join(home, '.config');
      case 'userData':
        return path.join(this.get('appData'), this.#appName());
      case 'sessionData':
        return this.get('userData');
      case 'logs':
        return path.join(this.get('userData'), 'logs');
      case 'crashDumps':
        return path.join(this.get('userData'), 'Crashpad');
      case 'temp':
        return os.tmpdir();
      case 'exe':
      case 'module':
        return this.#executable;
      case 'desktop':
      case 'documents':
      case 'downloads':
      case 'music':
      case 'pictures':
      case 'videos':
        return path.join(home, `${name.charAt(0).toUpperCase()}${name.slice(1)}`);
      default:
        throw new Error(`Failed to get '${name}' path`);
    }
  }

  set(name: string, file: string): void {
    if (!path.isAbsolute(file)) throw new Error('Path must be absolute');
    this.get(name);
    if (name === 'userData' || name === 'sessionData') fs.mkdirSync(file, { recursive: true });
    this.#chosen.set(name, file);
  }
}
