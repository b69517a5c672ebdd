import type { ReceiptModel } from './receipt-model.ts';
import { check, show } from './violation.ts';

/** Ages are in whole milliseconds, and a timer's width may lie between two clocks. */
const ROUNDING_MS = 2;

type ClockSet = { readonly deviceId: string; readonly byMs: number; readonly at: number };

type Made = {
  readonly choiceId: number;
  readonly memberId: string;
  readonly deviceId: string;
  readonly madeAt: number;
  /** How often clocks had been set before. */
  readonly clocksSetBefore: number;
  /** Whether it may be lost. */
  isDropped: boolean;
  /** Each arrival, as the moment from which the server must take it to have been made. */
  readonly takenAsMadeAt: number[];
};

/** What members really chose, and when (PR10). Times are on the timeline. */
export class ChoiceLedger {
  readonly #made: Made[] = [];
  readonly #clocksSet: ClockSet[] = [];
  /** When a device's program last began anew or slept, and its steady scale with it. */
  readonly #steadyBrokenAt = new Map<string, number>();

  get nextId(): number {
    return this.#made.length;
  }

  onMade(memberId: string, deviceId: string, madeAt: number): void {
    const choiceId = this.nextId;
    this.#made.push({
      choiceId,
      memberId,
      deviceId,
      madeAt,
      clocksSetBefore: this.#clocksSet.length,
      isDropped: false,
      takenAsMadeAt: [],
    });
  }

  onClockSet(deviceId: string, byMs: number, at: number): void {
    this.#clocksSet.push({ deviceId, byMs, at });
  }

  onSteadyBroken(deviceId: string, at: number): void {
    this.#steadyBrokenAt.set(deviceId, at);
  }

  /** The member has signed out on a device whose choices after this one were not acknowledged. */
  onDropped(deviceId: string, afterChoiceId: number): void {
    for (const made of this.#made) {
      if (made.deviceId === deviceId && made.choiceId > afterChoiceId) made.isDropped = true;
    }
  }

  /** PR10: the age that a choice is sent with is its age as far as the device can know. */
  onSent(choiceId: number, ageMs: number, now: number): void {
    const made = this.#choice(choiceId);
    const setByMs = this.#clocksSet
      .slice(made.clocksSetBefore)
      .filter(({ deviceId }) => deviceId === made.deviceId)
      .reduce((sum, { byMs }) => sum + byMs, 0);
    const age = now - made.madeAt;
    const isSteady = (this.#steadyBrokenAt.get(made.deviceId) ?? -1) < made.madeAt;
    const least = Math.max(age + (isSteady ? Math.max(0, setByMs) : setByMs), 0);
    const most = age + Math.max(0, setByMs);
    check(
      ageMs >= least - ROUNDING_MS && ageMs <= most + ROUNDING_MS,
      () => `PR10: ${show(made)} is sent at ${now} as ${ageMs} ms old`,
    );
  }

  onArrived(choiceId: number, ageMs: number, now: number): void {
    this.#choice(choiceId).takenAsMadeAt.push(now - ageMs);
  }

  /**
   * PR10, when everything has been delivered: what stands is the choice made last. Only one that
   * the way made look later may stand in its place.
   */
  checkStanding(memberId: string, model: ReceiptModel): void {
    const candidates = this.#made.filter((made) => made.memberId === memberId && !made.isDropped);
    const last = candidates.at(-1);
    if (last === undefined) return;
    check(last.takenAsMadeAt.length > 0, () => `PR10: ${show(last)} never reached the server`);
    const { choiceId } = model.choiceOf(memberId);
    if (choiceId !== null && choiceId >= last.choiceId) return;
    const standing = choiceId === null ? null : this.#choice(choiceId);
    const earliest = Math.min(last.madeAt, standing?.madeAt ?? last.madeAt);
    const isExcused =
      standing !== null &&
      standing.deviceId !== last.deviceId &&
      (model.clockSetAt >= earliest ||
        this.#clocksSet.some(
          ({ deviceId, at }) =>
            at >= earliest && (deviceId === last.deviceId || deviceId === standing.deviceId),
        ) ||
        this.#takenAsMadeAt(standing) >= last.madeAt - ROUNDING_MS);
    check(isExcused, () => `PR10: ${show(standing)} stands, but ${show(last)} was made later`);
  }

  /** No earlier than any choice before it on its device, of which one may have been long on its way. */
  #takenAsMadeAt({ choiceId, deviceId }: Made): number {
    const arrivals = this.#made
      .slice(0, choiceId + 1)
      .filter((made) => made.deviceId === deviceId)
      .flatMap(({ takenAsMadeAt }) => takenAsMadeAt);
    return Math.max(...arrivals);
  }

  #choice(choiceId: number): Made {
    const made = this.#made[choiceId];
    if (made === undefined) throw new Error(`nobody made choice ${choiceId}`);
    return made;
  }
}
