import { isDeepStrictEqual } from 'node:util';
import type { TeamState } from '../../../src/client/team-client.ts';
import type {
  Handshake,
  PackedDelta,
  PackedWelcome,
} from '../../../src/shared/protocol/schemas.ts';
import type { DeviceNode } from '../simulation/device-node.ts';
import type { ServerEvent } from '../simulation/link.ts';
import type { LogTraits } from '../simulation/logs.ts';
import type { KnownSettings, ReceiptModel } from './receipt-model.ts';
import type { TeamHistory } from './team-history.ts';
import { check, show } from './violation.ts';

type Position = { readonly logId: string; readonly version: number };

/** What one device was told, and what it makes of it. */
type Knowledge = {
  /** What it said that it has when it connected last. */
  had: Position | null;
  /** Where it must be, going by what has reached it over its connection. */
  told: Position;
  /** The last that was withheld from it. */
  leftOut: Position | null;
  replica: TeamState['replica'] | null;
};

/** What devices are told and what they make of it (PR9). */
export class ReplicaCheck {
  readonly #history: TeamHistory;
  readonly #keepsAll: boolean;
  readonly #devices = new Map<string, Knowledge>();

  constructor(history: TeamHistory, { keepsAll }: LogTraits) {
    this.#history = history;
    this.#keepsAll = keepsAll;
  }

  onHandshake({ plan: { deviceId } }: DeviceNode, { have }: Handshake): void {
    this.#of(deviceId).had = have === undefined ? null : { logId: have.log, version: have.version };
  }

  /**
   * PR9: over one connection no version is left out, and whoever comes back to a log that goes on is
   * told only what they do not have. Neither where that is not kept.
   */
  onMessage({ plan: { deviceId } }: DeviceNode, event: ServerEvent, payload: unknown): void {
    const known = this.#of(deviceId);
    if (event === 'welcome') {
      const { log, version, snapshot } = payload as PackedWelcome;
      check(
        snapshot === undefined || known.had?.logId !== log || !this.#keepsAll,
        () => `PR9: ${deviceId} has ${show(known.had)} and is told ${version} as if it had nothing`,
      );
      known.told = { logId: log, version };
    } else if (event === 'delta') {
      const { from, to } = payload as PackedDelta;
      const { told } = known;
      check(
        from <= told.version || known.leftOut !== null || !this.#keepsAll,
        () => `PR9: ${deviceId} has ${show(told)} and is told what follows ${from}`,
      );
      if (from <= told.version && to > told.version) known.told = { ...told, version: to };
    }
  }

  /** The network withholds a change from a device. */
  onLeftOut(deviceId: string, { to }: PackedDelta): void {
    const known = this.#of(deviceId);
    known.leftOut = { logId: this.#history.logId ?? '', version: to };
  }

  /** PR9: at every instant, whoever is connected knows what was so at one version, and goes forward. */
  onState({ plan: { deviceId }, team }: DeviceNode): void {
    const known = this.#of(deviceId);
    const before = known.replica;
    if (team === null) return;
    if (before === team.replica) return;
    const { replica } = team;
    const { log: logId, version } = replica;
    known.replica = replica;
    this.#history.checkKnowledge(deviceId, logId, version, replica);
    check(
      before?.log !== logId || before.version <= version,
      () => `PR9: ${deviceId} goes back from ${before?.version} to ${version}`,
    );
    if (known.told.version < version) known.told = { logId, version };
    if (known.leftOut?.logId === logId && known.leftOut.version <= version) known.leftOut = null;
  }

  /** The device knows everything that the server does. */
  checkAtRest(device: DeviceNode, model: ReceiptModel): void {
    const { team, unsent, plan } = device;
    const { deviceId } = plan;
    check(unsent === null, () => `PR10: ${deviceId} has not delivered ${show(unsent)}`);
    if (team === null) return;
    check(model.heardSince(deviceId) !== null, () => `PR7: ${deviceId} takes itself for connected`);
    const known = this.#of(deviceId);
    // It cannot know of a change that was left out before the next one comes.
    const { logId, version } = this.#history;
    if (known.leftOut?.logId === logId) return;
    check(
      team.replica.log === logId && team.replica.version === version,
      () => `PR9: ${show(known.told)} was told ${deviceId}, ${logId} is at ${version}`,
    );
    check(
      isDeepStrictEqual(presenceSettings(team.settings), presenceSettings(model.settings)),
      () => `PR5: ${deviceId} has ${show(team.settings)}`,
    );
    this.#checkSelf(device, team);
  }

  #checkSelf({ plan: { deviceId, memberId } }: DeviceNode, { self }: TeamState): void {
    const seen = this.#history.now.statuses.get(memberId);
    check(self.status === seen?.status, () => `${deviceId} says ${self.status} of itself`);
    if (seen === undefined || seen.status === 'offline') return;
    const own = { status: self.choice, until: self.until, note: self.note };
    const shown = { status: seen.status, until: seen.until ?? null, note: seen.note ?? null };
    check(isDeepStrictEqual(own, shown), () => `${deviceId} has ${show(own)} for ${show(shown)}`);
  }

  #of(deviceId: string): Knowledge {
    const known: Knowledge = this.#devices.get(deviceId) ?? {
      had: null,
      told: { logId: '', version: 0 },
      leftOut: null,
      replica: null,
    };
    this.#devices.set(deviceId, known);
    return known;
  }
}

function presenceSettings({ inactivityTimeoutMinutes, lockPolicy }: KnownSettings): KnownSettings {
  return { inactivityTimeoutMinutes, lockPolicy };
}
