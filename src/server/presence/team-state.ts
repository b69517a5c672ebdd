import { isDeepStrictEqual } from 'node:util';
import type { FastifyBaseLogger } from 'fastify';
import { type ChoiceRecord, initialChoice } from '../../shared/domain/choice.ts';
import { type Clock, momentOf } from '../../shared/domain/clock.ts';
import { DEFAULT_SETTINGS, type StandingSettings } from '../../shared/domain/settings.ts';
import type { MemberStatus } from '../../shared/domain/status.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { Change, PresenceLog, ToldMember } from '../log/presence-log.ts';
import { statusesIn } from '../log/told-members.ts';
import type { StoredMember } from '../store/accounts.ts';
import type { StatusEntry, Store } from '../store/store.ts';
import { Alarm } from './alarm.ts';
import { Checkpoint } from './checkpoint.ts';
import { type MemberState, type Occasion, settle } from './member-state.ts';
import { restore } from './restore.ts';

export type TeamStateDependencies = {
  readonly store: Store;
  readonly log: PresenceLog;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
  /**
   * How long after it was restored a connection may have been lost without anybody having noticed,
   * in milliseconds; 0 unless given.
   */
  readonly unnoticedMs?: number;
  /** The team has been told changes. */
  readonly onChanges: () => void;
  /** Time alone has made it worth looking again: {@link TeamState.settleDue}. */
  readonly onDue: () => void;
};

/** By member: how they were told last, and the last statuses of each of them, in order. */
type ToldBefore = {
  readonly members: ReadonlyMap<string, ToldMember>;
  readonly statuses: ReadonlyMap<string, readonly MemberStatus[]>;
};

const NOTHING_TOLD: ToldBefore = { members: new Map(), statuses: new Map() };

/** A state with what is to be recorded about it. */
type Recorded = { readonly state: MemberState; readonly entries: readonly StatusEntry[] };

/**
 * What the server knows of each member of a team. Whatever changes is told to the team through the
 * presence log, kept in the store, and looked at again when it runs out. One change at a time:
 * whoever uses it sees to that.
 */
export class TeamState {
  readonly #teamId: string;
  readonly #store: Store;
  readonly #log: PresenceLog;
  readonly #clock: Clock;
  readonly #unnoticedMs: number;
  readonly #checkpoint: Checkpoint;
  readonly #onChanges: () => void;
  readonly #alarm: Alarm;
  readonly #members = new Map<string, MemberState>();
  /** What the team was told before this process decided; null until it is asked for. */
  #told: ToldBefore | null = null;
  #version = 0;
  /** What decides whenever a member is settled; whoever sets it settles everyone (PR5). */
  settings: StandingSettings = { ...DEFAULT_SETTINGS, timeoutSetBy: null };
  #closed = false;

  constructor(teamId: string, dependencies: TeamStateDependencies) {
    this.#teamId = teamId;
    this.#store = dependencies.store;
    this.#log = dependencies.log;
    this.#clock = dependencies.clock;
    this.#unnoticedMs = dependencies.unnoticedMs ?? 0;
    this.#onChanges = dependencies.onChanges;
    this.#checkpoint = new Checkpoint(dependencies);
    this.#alarm = new Alarm(dependencies.clock, dependencies.onDue);
  }

  /** The version of the last change that the team was told. */
  get version(): number {
    return this.#version;
  }

  get members(): ReadonlyMap<string, MemberState> {
    return this.#members;
  }

  /** @throws Refusal `not-found` */
  member(memberId: string): MemberState {
    const state = this.#members.get(memberId);
    if (state === undefined) throw new Refusal('not-found', 'There is no such member.');
    return state;
  }

  /** Goes on with what the team was told before; to be called before it is told anything. */
  async begin(): Promise<void> {
    await this.#toldBefore();
  }

  /** Settles the given states, tells the team what changed, and only then lets them count. */
  async settle(states: Iterable<MemberState>, occasion: Occasion): Promise<void> {
    const now = momentOf(this.#clock);
    const settled = [...states].map((state) => settle(state, this.settings, occasion, now));
    const changes = settled.map(({ change }) => change).filter((change) => change !== null);
    await this.#tell(changes);
    this.#keep(settled);
  }

  /** Settles whoever is due. */
  async settleDue(): Promise<void> {
    if (this.#closed) return;
    const now = this.#clock.steady();
    const due: MemberState[] = [];
    let earliest: number | null = null;
    for (const state of this.#members.values()) {
      if (state.dueAt === null) continue;
      if (state.dueAt <= now) due.push(state);
      else earliest = Math.min(earliest ?? state.dueAt, state.dueAt);
    }
    this.#lookAgain(earliest);
    await this.settle(due, { trigger: 'time', deviceName: null });
  }

  /** Takes over who is in the team, and what was kept of those not seen before. */
  async applyMembers(
    stored: readonly StoredMember[],
    choices: ReadonlyMap<string, ChoiceRecord>,
  ): Promise<void> {
    const told = await this.#toldBefore();
    const changes: Change[] = [];
    const taken: Recorded[] = [];
    const isNew = stored.some((row) => !this.#members.has(row.memberId));
    const saved = isNew ? await this.#store.savedPresence(this.#teamId) : null;
    const now = momentOf(this.#clock);
    for (const row of stored) {
      const { memberId, seat, name, role } = row;
      const member = { memberId, seat, name, role };
      let known: ToldMember | undefined = this.#members.get(memberId);
      if (known === undefined) {
        known = told.members.get(memberId);
        const restored = restore(
          {
            row,
            // Anything a member picks is later than the choice they start with.
            record: choices.get(memberId) ?? initialChoice(0),
            told: known === undefined ? [] : (told.statuses.get(memberId) ?? [known.visible]),
            status: saved?.statuses.get(memberId),
            devices: saved?.devices.get(memberId) ?? [],
            connectedUntil: now.steady + this.#unnoticedMs,
          },
          this.settings,
          now,
        );
        taken.push(restored);
        const { visible } = restored.state;
        if (known === undefined) changes.push({ kind: 'member-added', member, ...visible });
        else if (!isDeepStrictEqual(known.visible, visible)) {
          changes.push({ kind: 'status', memberId, seat, ...visible });
        }
      }
      if (known !== undefined && !isDeepStrictEqual(known.member, member)) {
        const state = this.#members.get(memberId);
        if (state !== undefined) taken.push({ state: { ...state, member }, entries: [] });
        changes.push({ kind: 'member-updated', member });
      }
    }
    const staying = new Set(stored.map((row) => row.memberId));
    const removed = [...told.members.values(), ...this.#members.values()]
      .map(({ member }) => member)
      .filter(({ memberId }) => !staying.has(memberId));
    for (const { memberId, seat } of removed) {
      changes.push({ kind: 'member-removed', memberId, seat });
    }
    await this.#tell(changes);
    this.#told = NOTHING_TOLD;
    this.#keep(taken);
    for (const { memberId } of removed) this.#members.delete(memberId);
  }

  /** A device has connected with this token. */
  noteConnected(tokenHash: string): void {
    this.#checkpoint.addConnected(tokenHash);
  }

  /** Takes over what the store says that members have chosen; for those it says nothing of, what is known stays. */
  async applyChoices(choices: ReadonlyMap<string, ChoiceRecord>): Promise<void> {
    const changed: MemberState[] = [];
    for (const state of this.#members.values()) {
      const record = choices.get(state.member.memberId);
      if (record === undefined || isDeepStrictEqual(record, state.record)) continue;
      changed.push({ ...state, record });
    }
    await this.settle(changed, { trigger: 'chose', deviceName: null });
  }

  /** Resolves when everything so far is in the store, or cannot get there for now. */
  saved(): Promise<void> {
    return this.#checkpoint.flush();
  }

  /** Nothing is due any more. */
  stop(): void {
    this.#closed = true;
    this.#alarm.cancel();
  }

  /** Writes what is left; to be stopped before. */
  async close(): Promise<void> {
    await this.#checkpoint.close();
  }

  /** What the team was told of members whom this process has not seen yet. */
  async #toldBefore(): Promise<ToldBefore> {
    if (this.#told === null) {
      const { version, members, recent } = await this.#log.told(this.#teamId);
      this.#version = version;
      this.#told = {
        members: new Map(members.map((told) => [told.member.memberId, told])),
        statuses: statusesIn(recent),
      };
    }
    return this.#told;
  }

  async #tell(changes: readonly Change[]): Promise<void> {
    if (changes.length === 0) return;
    this.#version = await this.#log.append(this.#teamId, changes);
    this.#onChanges();
  }

  #keep(settled: readonly Recorded[]): void {
    for (const { state, entries } of settled) {
      this.#members.set(state.member.memberId, state);
      this.#checkpoint.add(state, entries);
      this.#lookAgain(state.dueAt);
    }
  }

  /** Looks at the members again at this moment (steady), if there is one. */
  #lookAgain(at: number | null): void {
    if (at !== null && !this.#closed) this.#alarm.ringAt(at);
  }
}
