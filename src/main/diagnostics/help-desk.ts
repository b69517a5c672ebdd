import type { SystemActivity } from '../../client/idle-source.ts';
import type { Outcome } from '../../shared/bridge/bridge.ts';
import type { ComputerLook, Diagnostics } from '../../shared/bridge/diagnostics.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { DeskPort, Log, SettingsStore } from '../ports.ts';
import type { Session } from '../session/session.ts';
import type { PreferenceEffects } from '../settings/preference-effects.ts';
import { diagnosticsOf, lookAtComputer, type Surroundings } from './diagnostics.ts';
import { reportText } from './report.ts';

export type HelpDeskOptions = {
  readonly session: Session;
  readonly settings: SettingsStore;
  readonly effects: PreferenceEffects;
  readonly system: SystemActivity;
  readonly desk: DeskPort;
  readonly clock: Clock;
  readonly surroundings: Surroundings;
  readonly logFile: string;
  readonly log: Log;
};

/** What a member finds out by themselves, or hands to whoever helps them. */
export class HelpDesk {
  readonly #options: HelpDeskOptions;

  constructor(options: HelpDeskOptions) {
    this.#options = options;
  }

  /** Null while signed out. */
  diagnostics(): Diagnostics | null {
    const { session, settings, surroundings } = this.#options;
    const { account } = settings.get();
    return diagnosticsOf(session.state, session.connectionRecord(), account, surroundings);
  }

  look(): ComputerLook {
    const { session, system, clock } = this.#options;
    const source = session.state.kind === 'signed-in' ? session.state.source : 'none';
    return lookAtComputer(system, source, clock.now());
  }

  async copyReport(): Promise<Outcome> {
    const { desk, effects, log } = this.#options;
    const diagnostics = this.diagnostics();
    if (diagnostics === null) return { ok: false, problem: { code: 'not-signed-in' } };
    try {
      await desk.copy(reportText(diagnostics, this.look(), effects.integration()));
      return { ok: true };
    } catch (error) {
      log.error('the report could not be copied', error);
      return { ok: false, problem: { code: 'refused-by-system', detail: String(error) } };
    }
  }

  showLogFile(): void {
    this.#options.desk.showFile(this.#options.logFile);
  }
}
