import { z } from 'zod';
import type { UnsentChoice } from '../../../client/choice-outbox.ts';
import type { Connect } from '../../../client/connection.ts';
import {
  AssignmentWatch,
  type AssignmentWatchOptions,
} from '../../../client/contacts/assignment-watch.ts';
import type { ContactFollower } from '../../../client/contacts/contact-desk.ts';
import { Membership } from '../../../client/membership.ts';
import type { NamesStore } from '../../../client/names-cache.ts';
import type { TeamNotice } from '../../../client/notifications/notice.ts';
import { liveIn, ownContactsIn, sightOf } from '../../../client/notifications/session-sight.ts';
import { TeamWatch } from '../../../client/notifications/team-watch.ts';
import { wishesOf } from '../../../client/notifications/wishes.ts';
import type { Bridge } from '../../../shared/bridge/bridge.ts';
import type { Language, MemberView, Problem } from '../../../shared/bridge/view.ts';
import type { Clock } from '../../../shared/domain/clock.ts';
import { chooseSchema, type DeviceInfo } from '../../../shared/protocol/schemas.ts';
import { browserBridge, sessionOf, WITHOUT_SYSTEM, watchedIn } from './browser-bridge.ts';
import type { BrowserNotices } from './browser-notices.ts';
import type { IdleDetection, IdlePermission } from './idle-detection.ts';
import { Observable } from './observable.ts';
import type { PagePreferences } from './page-preferences.ts';
import { type Stored, stored } from './page-storage.ts';

const unsentChoiceSchema: z.ZodType<UnsentChoice> = chooseSchema
  .omit({ ageMs: true })
  .extend({ madeAt: z.int() });

/** What the page tells its member by itself. */
export type Tidings = {
  /** In how many milliseconds inactivity turns them Offline (PR13); null where it does not soon. */
  readonly fadingMs: number | null;
  /** Why a choice that was kept for a connection did not come to be; null where none. */
  readonly refused: Problem | null;
  /** The member watches somebody, and the browser does not show notifications of this page (NO2). */
  readonly unheard: boolean;
};

export type PageMembershipOptions = {
  readonly memberId: string;
  readonly origin: string;
  readonly device: DeviceInfo;
  readonly connect: Connect;
  readonly idle: IdleDetection;
  readonly clock: Clock;
  readonly random: () => number;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
  readonly names: NamesStore;
  readonly preferences: Stored<PagePreferences>;
  readonly browserLanguage: () => Language;
  readonly warn: (message: string) => void;
  readonly signOut: () => Promise<void>;
  readonly openLink: (url: string) => void;
  readonly notices: BrowserNotices;
  /** The server has ended the membership, with its reason. */
  readonly onEnded: (problem: Problem | null) => void;
};

/** The page's part in the team, from when it is joined until it is left. */
export class PageMembership {
  readonly bridge: Bridge;
  readonly permission: Observable<IdlePermission>;
  readonly tidings = new Observable<Tidings>({ fadingMs: null, refused: null, unheard: false });
  readonly #membership: Membership;
  readonly #options: PageMembershipOptions;
  readonly #idle: IdleDetection;
  #assignments: AssignmentWatch | null = null;
  #isLeaving = false;

  constructor(options: PageMembershipOptions) {
    const { memberId, idle, storage, clock, preferences, browserLanguage } = options;
    const unsent = stored(storage, `ampel.unsent.${memberId}`, unsentChoiceSchema.nullable(), null);
    this.#options = options;
    this.#idle = idle;
    this.permission = new Observable(idle.permission);
    this.#membership = new Membership({
      url: options.origin,
      token: null,
      device: options.device,
      connect: options.connect,
      system: idle,
      outbox: { load: () => unsent.get(), save: (choice) => unsent.set(choice) },
      names: options.names,
      clock,
      random: options.random,
      warn: options.warn,
      onInactivityWarning: (fadingMs) => this.#tell({ fadingMs }),
      onWarningOver: () => this.#tell({ fadingMs: null }),
      onChoiceRefused: (_choice, refused) => this.#tell({ refused }),
    });
    this.bridge = browserBridge({
      membership: this.#membership,
      server: options.origin,
      version: options.device.version,
      preferences,
      browserLanguage,
      signOut: options.signOut,
      openLink: options.openLink,
      ownDeed: (contactId, deed) => this.#assignments?.ownDeed(contactId, deed) ?? deed(),
      onWatch: () => void this.#askForNotices(),
    });
    this.#membership.onChange(() => {
      const { client } = this.#membership.state;
      if (client.kind === 'ended' && !this.#isLeaving) options.onEnded(client.refusal);
    });
    idle.onChange(() => {
      this.permission.set(idle.permission);
      this.#membership.look();
    });
  }

  async start(): Promise<void> {
    await this.#idle.resume();
    // Whoever opens the page is there.
    this.#membership.noteInput();
    this.#membership.start();
  }

  /** Asks the browser, within a click of the member's, to tell when the computer is used. */
  askForIdle(): Promise<void> {
    return this.#idle.ask();
  }

  /** “I'm here” (PR13). */
  stayHere(): void {
    this.#membership.noteInput();
  }

  dismissRefusal(): void {
    this.#tell({ refused: null });
  }

  /** Tells what becomes of contacts; the answer ends it. */
  followContacts(follower: ContactFollower): () => void {
    return this.#membership.contactDesk.follow(follower);
  }

  /** Tells what is worth a notification (NO1–NO6); the answer ends it. */
  watchTeam(tell: (notice: TeamNotice) => void): () => void {
    const { clock, origin } = this.#options;
    const membership = this.#membership;
    let isOver = false;
    const watch = new TeamWatch({
      clock,
      sight: () => (isOver ? { kind: 'signed-out' } : sightOf(sessionOf(membership, origin))),
      wishes: () => wishesOf(WITHOUT_SYSTEM, watchedIn(membership)),
      tell,
    });
    const unsubscribe = membership.onChange(() => watch.look());
    watch.look();
    return () => {
      unsubscribe();
      isOver = true;
      watch.look();
    };
  }

  /** Tells of contacts that are assigned to the member, until the answer ends it (NO5). */
  watchAssignments(told: Omit<AssignmentWatchOptions, 'sight'>): () => void {
    const { origin } = this.#options;
    const watch = new AssignmentWatch({
      sight: () => ownContactsIn(sessionOf(this.#membership, origin)),
      ...told,
    });
    this.#assignments = watch;
    const unsubscribe = this.#membership.onChange(() => watch.look());
    watch.look();
    return () => {
      unsubscribe();
      this.#assignments = null;
    };
  }

  /** What is known of a member now. */
  live(memberId: string): MemberView['live'] {
    return liveIn(sessionOf(this.#membership, this.#options.origin), memberId);
  }

  dismissUnheard(): void {
    this.#tell({ unheard: false });
  }

  /** The network is back, or the page. */
  resume(): void {
    this.#membership.resume();
  }

  /** Signing out ends the device's session at once (PR7). */
  async leave(): Promise<void> {
    this.#isLeaving = true;
    this.#idle.stop();
    await this.#membership.leave('signed-out');
  }

  async #askForNotices(): Promise<void> {
    const { notices } = this.#options;
    // Asks nobody who has answered, but finds out where they have changed their mind.
    await notices.ask();
    this.#tell({ unheard: notices.permission.value !== 'granted' });
  }

  #tell(tidings: Partial<Tidings>): void {
    this.tidings.set({ ...this.tidings.value, ...tidings });
  }
}
