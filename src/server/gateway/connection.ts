import type { Clock } from '../../shared/domain/clock.ts';
import type { ContactEvent } from '../../shared/protocol/contact-schemas.ts';
import { PROTOCOL_VERSION } from '../../shared/protocol/limits.ts';
import type { Revoked } from '../../shared/protocol/schemas.ts';
import type { Arrival } from '../log/presence-log.ts';
import type { Admission } from './handshake.ts';
import type { TeamFeed } from './team-feed.ts';
import type { Peer } from './wire.ts';

type ConnectionParts = {
  readonly peer: Peer;
  readonly admission: Admission;
  readonly feed: TeamFeed;
  readonly clock: Clock;
};

/** A client's connection: what it hears that not all of its team do. */
export class Connection {
  readonly teamId: string;
  readonly deviceId: string;
  readonly #peer: Peer;
  readonly #feed: TeamFeed;
  readonly #clock: Clock;
  /** What the client said that it has; of use for the first welcome. */
  #known: Pick<Admission['handshake'], 'have' | 'names'>;
  #isWelcomed = false;

  constructor({ peer, admission, feed, clock }: ConnectionParts) {
    const { handshake, owner } = admission;
    this.teamId = owner.teamId;
    this.deviceId = handshake.device.id;
    this.#known = { have: handshake.have, names: handshake.names };
    this.#peer = peer;
    this.#feed = feed;
    this.#clock = clock;
  }

  /**
   * Whoever leads has taken up its session, for a second time where another leads now. From this moment on it hears what its team does. A frame
   * goes to all alike, so one that comes soon may hold changes that the welcome already showed.
   */
  welcome(arrival: Arrival): void {
    this.#peer.tell('welcome', {
      protocol: PROTOCOL_VERSION,
      serverTime: this.#clock.now(),
      ...(this.#isWelcomed ? this.#feed.rejoin() : this.#feed.welcome(this.#known)),
      ...arrival,
      contacts: [...arrival.contacts],
    });
    if (this.#isWelcomed) return;
    this.#isWelcomed = true;
    this.#known = {};
    this.#peer.joinTeam(this.teamId, () => this.#peer.tell('delta', this.#feed.nothingNew()));
  }

  tellContact(event: ContactEvent): void {
    if (this.#isWelcomed) this.#peer.tell('contact', event);
  }

  /** The session is over for good, with a word where there is one. */
  dismiss(notice: Revoked | null): void {
    if (notice !== null) this.#peer.tell('revoked', notice);
    this.#peer.dismiss();
  }

  /** As if the line were lost: the client comes back by itself. */
  drop(): void {
    this.#peer.drop();
  }
}
