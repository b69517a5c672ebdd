import type { PresenceLog } from '../log/presence-log.ts';
import type { Engines } from './engines.ts';
import type { Leadership } from './leadership.ts';
import type { LocalLead } from './local-lead.ts';

type AloneParts = {
  readonly engines: Engines;
  readonly lead: LocalLead;
  readonly log: PresenceLog;
};

/** The only server: it leads from its start to its end. */
export class Alone implements Leadership {
  readonly lead: LocalLead;
  readonly log: PresenceLog;
  readonly isLeading = true;
  readonly #engines: Engines;

  constructor({ engines, lead, log }: AloneParts) {
    this.#engines = engines;
    this.lead = lead;
    this.log = log;
  }

  engines(): Engines {
    return this.#engines;
  }

  elsewhere(): null {
    return null;
  }

  async saved(teamId: string): Promise<void> {
    await (await this.#engines.presence.open(teamId)).saved();
  }

  reload(teamId: string): Promise<void> {
    return this.#engines.presence.reload(teamId);
  }

  endRevoked(teamId: string, because: 'signed-out' | 'ended-by-manager'): Promise<number> {
    return this.#engines.presence.endRevoked(teamId, because);
  }

  start(): Promise<void> {
    return this.#engines.start();
  }

  async check(): Promise<void> {
    // There is nobody else to ask.
  }

  close(): Promise<void> {
    return this.#engines.close();
  }
}
