import type { Result } from '../../client/client-problem.ts';
import type { SessionState } from '../../client/session-state.ts';
import type { TeamState } from '../../client/team-client.ts';
import type { Outcome } from '../../shared/bridge/bridge.ts';
import type { Log, SettingsStore } from '../ports.ts';
import type { LocalSettings } from '../settings/local-settings.ts';
import { toOutcome } from './session.ts';

type Account = NonNullable<LocalSettings['account']>;

export type WatchedPeopleOptions = {
  readonly settings: SettingsStore;
  readonly session: {
    readonly state: SessionState;
    watch(memberId: string, on: boolean): Promise<Result<object>>;
  };
  readonly log: Log;
  /** Somebody is watched from now on, or not any more. */
  readonly onChange: () => void;
};

/**
 * Whom the member watches (NO2). A server that keeps it holds the truth for all of their devices;
 * what this device had noted for itself is handed over once. Where the server does not keep it,
 * the device does.
 */
export class WatchedPeople {
  readonly #options: WatchedPeopleOptions;
  /** Handed over, or tried to, since there is a connection. */
  #offered = new Set<string>();
  /** What the server was asked for and has not answered yet; it holds meanwhile. */
  readonly #asked = new Map<string, boolean>();

  constructor(options: WatchedPeopleOptions) {
    this.#options = options;
  }

  /** Ids of the members who are watched. */
  get ids(): readonly string[] {
    const kept = teamIn(this.#options.session.state)?.self.watched ?? [];
    const ids = new Set([...kept, ...(this.#account?.watched ?? [])]);
    for (const [memberId, on] of this.#asked) {
      if (on) ids.add(memberId);
      else ids.delete(memberId);
    }
    return [...ids];
  }

  async set(memberId: string, on: boolean): Promise<Outcome> {
    const isKept = teamIn(this.#options.session.state)?.self.watched !== undefined;
    if (!isKept) {
      this.#note(memberId, on);
      return { ok: true };
    }
    const { session, onChange } = this.#options;
    this.#asked.set(memberId, on);
    onChange();
    const outcome = toOutcome(await session.watch(memberId, on));
    // A later wish may have taken its place.
    if (this.#asked.get(memberId) === on) this.#asked.delete(memberId);
    if (outcome.ok) this.#note(memberId, false);
    onChange();
    return outcome;
  }

  /** To be called after each change of the session. */
  follow(): void {
    const { state } = this.#options.session;
    if (state.kind === 'signed-out' || state.client.kind !== 'connected') {
      this.#offered.clear();
      return;
    }
    const { replica, self } = state.client.team;
    for (const memberId of this.#account?.watched ?? []) {
      // Nobody can be back who has left the team (SE6).
      if (!replica.members.has(memberId)) this.#note(memberId, false);
      else if (self.watched?.includes(memberId)) this.#note(memberId, false);
      else if (self.watched !== undefined) void this.#handOver(memberId);
    }
  }

  /** What fails stays noted here, for the next connection. */
  async #handOver(memberId: string): Promise<void> {
    const { session, log } = this.#options;
    if (this.#offered.has(memberId)) return;
    this.#offered.add(memberId);
    const result = await session.watch(memberId, true);
    if (result.ok) this.#note(memberId, false);
    else log.warn(`the server did not take over who is watched: ${result.problem.code}`);
  }

  #note(memberId: string, on: boolean): void {
    const account = this.#account;
    if (account === null || account.watched.includes(memberId) === on) return;
    const others = account.watched.filter((id) => id !== memberId);
    const watched = on ? [...others, memberId] : others;
    this.#options.settings.update({ account: { ...account, watched } });
  }

  /** The account of whoever is signed in, where it is remembered. */
  get #account(): Account | null {
    const { session, settings } = this.#options;
    const { account } = settings.get();
    return session.state.kind === 'signed-in' && account?.server === session.state.server
      ? account
      : null;
  }
}

function teamIn(session: SessionState): TeamState | null {
  if (session.kind === 'signed-out') return null;
  const { client } = session;
  return client.kind === 'connected' || client.kind === 'lost' ? client.team : null;
}
