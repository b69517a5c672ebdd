import type { FastifyBaseLogger } from 'fastify';
import type { Activity } from '../../shared/domain/activity.ts';
import type { Clock } from '../../shared/domain/clock.ts';
import type { ContactEvent } from '../../shared/protocol/contact-schemas.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/limits.ts';
import { activitySchema, byeSchema, type Revoked } from '../../shared/protocol/schemas.ts';
import type { Answered } from '../commands/socket-commands.ts';
import type { Lead } from '../lead/lead.ts';
import type { Arrival } from '../log/presence-log.ts';
import { logUnexpected } from '../log-unexpected.ts';
import type { Admission } from './handshake.ts';
import type { TeamFeed } from './team-feed.ts';
import type { Peer } from './wire.ts';

/** The pause until a session is introduced again where that failed, in milliseconds. */
const RETRY_MS = 1_000;

export type ConnectionParts = {
  readonly sessionId: string;
  readonly peer: Peer;
  readonly admission: Admission;
  readonly feed: TeamFeed;
  readonly lead: Lead;
  readonly clock: Clock;
  readonly logger: FastifyBaseLogger;
};

/** A client's connection: what it says to whoever leads, and what it hears that not all of its team do. */
export class Connection {
  readonly #parts: ConnectionParts;
  /** What the device said last of itself, and when that was (steady milliseconds). */
  #heard: { readonly activity: Activity; readonly at: number };
  /** Its computer sleeps: it counts for nothing until it says something. */
  #isSuspended = false;
  /** Resolves when whoever leads knows it; null where they need not. */
  #introduced: Promise<void> | null = null;
  #isWelcomed = false;
  /** Something that it should have heard was lost. */
  #hasMissed = false;
  #isClosed = false;

  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    const { activity } = parts.admission.handshake;
    this.#heard = { activity, at: parts.clock.steady() };
  }

  get teamId(): string {
    return this.#parts.admission.owner.teamId;
  }

  get deviceId(): string {
    return this.#parts.admission.handshake.device.id;
  }

  /** Lets whoever leads take up its session, who answers with an arrival. */
  begin(): void {
    const introduced = this.#introduce(false).catch((error: unknown) => {
      this.#log(error, 'could not take up a session');
      // Unless somebody else has begun to lead since, and was asked.
      if (this.#introduced === introduced) this.#parts.peer.drop();
    });
    this.#introduced = introduced;
  }

  /** Another may lead now: before it is asked for anything, it has to know this session. */
  forgotten(): void {
    this.#introduced = null;
  }

  /** What it was told was not everything, and only an arrival makes that good. */
  missed(): void {
    this.#hasMissed = true;
    this.#introduced = null;
  }

  /** Lets whoever leads take up its session again, where that has not been done since they may not know it. */
  async beginAgain(): Promise<void> {
    if (this.#introduced !== null || this.#isClosed) return;
    // Who has never been welcomed has not begun before: it takes the place of an earlier one.
    const introduced = this.#introduce(this.#isWelcomed).catch((error: unknown) => {
      this.#log(error, 'could not introduce a session again');
      this.#parts.clock.after(RETRY_MS, () => {
        // Unless that has been done since.
        if (this.#introduced !== introduced) return;
        this.#introduced = null;
        void this.beginAgain();
      });
    });
    this.#introduced = introduced;
    await introduced;
  }

  async command(event: string, payloads: readonly unknown[]): Promise<Answered> {
    if (event === 'activity') this.#note(payloads[0]);
    const heard = this.#heard;
    void this.beginAgain();
    await this.#introduced;
    const { lead, sessionId } = this.#parts;
    const answered = await lead.command({ sessionId, event, payloads });
    // Unless it has said more since: it was woken again while it said goodbye.
    if (event === 'bye' && answered.answer.ok && this.#heard === heard) {
      this.#isSuspended = byeSchema.safeParse(payloads[0]).data?.reason === 'suspended';
    }
    return answered;
  }

  /**
   * Whoever leads has taken up its session. From this moment on it hears what its team does. A frame
   * goes to all alike, so one that comes soon may hold changes that the welcome already showed.
   */
  welcome(arrival: Arrival): void {
    const { peer, feed, clock, admission } = this.#parts;
    const { have, names } = admission.handshake;
    const isFirst = !this.#isWelcomed;
    const hasAll = !isFirst && !this.#hasMissed;
    peer.tell('welcome', {
      protocol: PROTOCOL_VERSION,
      serverTime: clock.now(),
      ...(hasAll ? feed.rejoin() : feed.welcome(isFirst ? { have, names } : { names })),
      ...arrival,
      contacts: [...arrival.contacts],
    });
    this.#hasMissed = false;
    this.#isWelcomed = true;
    if (isFirst) peer.joinTeam(this.teamId, () => this.#leftOut());
  }

  tellContact(event: ContactEvent): void {
    if (this.#isWelcomed) this.#parts.peer.tell('contact', event);
  }

  /** The session is over for good, with a word where there is one. */
  dismiss(notice: Revoked | null): void {
    const { peer } = this.#parts;
    if (notice !== null) peer.tell('revoked', notice);
    peer.dismiss();
  }

  /** Ends the line as losing it would. */
  drop(): void {
    this.#parts.peer.drop();
  }

  /** The line is gone. */
  async closed(): Promise<void> {
    this.#isClosed = true;
    // After what it said last: the last word may have been a goodbye.
    await this.#introduced;
    const { lead, sessionId } = this.#parts;
    await lead
      .disconnected(sessionId)
      .catch((error: unknown) => this.#log(error, 'could not take note of a lost connection'));
  }

  /** Settings and the queue may be among what it was not told: a frame with a gap would not say so. */
  #leftOut(): void {
    this.missed();
    void this.beginAgain();
  }

  #note(payload: unknown): void {
    const activity = activitySchema.safeParse(payload).data;
    // One that was overtaken says nothing any more (PR4).
    if (activity === undefined || activity.seq <= this.#heard.activity.seq) return;
    this.#heard = { activity, at: this.#parts.clock.steady() };
    this.#isSuspended = false;
  }

  #introduce(isAgain: boolean): Promise<void> {
    const { sessionId, admission, lead, clock } = this.#parts;
    const { owner, tokenHash, handshake } = admission;
    const { activity, at } = this.#heard;
    const idleMs = activity.idleMs + Math.round(clock.steady() - at);
    return lead.connect({
      sessionId,
      owner,
      tokenHash,
      device: { deviceId: handshake.device.id, name: handshake.device.name },
      activity: { ...activity, idleMs },
      isAgain,
      isSuspended: this.#isSuspended,
    });
  }

  #log(error: unknown, text: string): void {
    const { memberId } = this.#parts.admission.owner;
    logUnexpected(this.#parts.logger, error, text, { memberId, deviceId: this.deviceId });
  }
}
