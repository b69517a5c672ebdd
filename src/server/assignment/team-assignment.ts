import { isDeepStrictEqual } from 'node:util';
import type { FastifyBaseLogger } from 'fastify';
import { type Clock, momentOf, steadyOf } from '../../shared/domain/clock.ts';
import type { Contact, MemberLoad, Queue } from '../../shared/domain/contact.ts';
import { mayManage } from '../../shared/domain/member.ts';
import {
  type ContactEvent,
  type Contacts,
  MAX_WAITING_PAGE,
  type NewContact,
} from '../../shared/protocol/contact-schemas.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import type { KeyedRequest } from '../commands/keyed-request.ts';
import { logUnexpected } from '../log-unexpected.ts';
import { Alarm } from '../presence/alarm.ts';
import type { StatusesSeen, TeamPresence } from '../presence/team-presence.ts';
import type { Store } from '../store/store.ts';
import { type Asked, ask, type Outcome } from './asked.ts';
import { Ledger, type News } from './ledger.ts';
import { OpenContacts } from './open-contacts.ts';
import { confirm, EMPTY_QUEUE, serve, takeBack } from './queue.ts';
import type { ContactActor, Requests } from './requests.ts';

/** Those of a team who hear of contacts. */
export type ContactAudience = {
  tellContact(memberIds: readonly string[], event: ContactEvent): void;
  tellQueue(queue: Queue): void;
};

export type AssignmentDependencies = {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: () => string;
  readonly logger: FastifyBaseLogger;
  readonly audience: ContactAudience;
};

/** Most requests, and most contacts from the queue, of one transaction, so that presence never has to wait for long. */
const MOST_AT_ONCE = 100;

/** The pause after a round that failed, in milliseconds. */
const RETRY_MS = 1_000;

/**
 * Gives a team's contacts to its members (AS1–AS7). It works in rounds: each is one transaction of
 * the store within one turn of presence, so that nobody's status and nothing in the store changes
 * between the look at who is eligible and the commit (AS4). What is asked for during a round is
 * done in the next, all of it together. Nothing is told or answered before it is committed; what a
 * crash leaves over is found in the store by the first round of the next process.
 */
export class TeamAssignment {
  readonly #teamId: string;
  readonly #presence: TeamPresence;
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #ids: () => string;
  readonly #logger: FastifyBaseLogger;
  readonly #audience: ContactAudience;
  readonly #alarm: Alarm;
  readonly #asked: Asked[] = [];
  /** Something has happened that may let somebody have a contact, or take one from them. */
  #wanted = false;
  #rounds: Promise<void> | null = null;
  /** News of rounds that failed, perhaps only after they were committed. */
  #doubtful: News[] = [];
  #toldQueue = EMPTY_QUEUE;
  /** Null where the store may know more of it. */
  #open: OpenContacts | null = null;
  #closed = false;

  constructor(teamId: string, presence: TeamPresence, dependencies: AssignmentDependencies) {
    this.#teamId = teamId;
    this.#presence = presence;
    this.#store = dependencies.store;
    this.#clock = dependencies.clock;
    this.#ids = dependencies.ids;
    this.#logger = dependencies.logger;
    this.#audience = dependencies.audience;
    this.#alarm = new Alarm(dependencies.clock, () => this.serve());
  }

  /**
   * Puts a contact in; answered when it is on disk, as it stands then.
   * @throws Refusal `conflict` where one with its external id is open, `forbidden` for agents.
   */
  put(
    { customer, subject, channel, externalId, link }: NewContact,
    actor: ContactActor,
    keyed: KeyedRequest | null = null,
  ) {
    const facts = {
      contactId: this.#ids(),
      customer,
      subject: subject ?? null,
      channel: channel ?? null,
      externalId: externalId ?? null,
      link: link ?? null,
      arrivedAt: this.#clock.now(),
    };
    return this.#ask(facts.contactId, (requests) => requests.put(facts, actor), keyed);
  }

  /** Its member takes a contact; twice is as good as once. @throws Refusal `not-found`, `forbidden`, `conflict` */
  accept(contactId: string, actor: ContactActor): Promise<Contact> {
    return this.#ask(contactId, (requests) => requests.accept(contactId, actor));
  }

  /** Its member or a manager puts a contact back. @throws Refusal `not-found`, `forbidden`, `conflict` */
  giveBack(contactId: string, actor: ContactActor): Promise<Contact> {
    return this.#ask(contactId, (requests) => requests.giveBack(contactId, actor));
  }

  /** Its member, a manager or an integration closes a contact. @throws Refusal `not-found`, `forbidden` */
  close(contactId: string, actor: ContactActor): Promise<Contact> {
    return this.#ask(contactId, (requests) => requests.close(contactId, actor));
  }

  /** A manager gives a contact to any active member (AS7). @throws Refusal `not-found`, `forbidden`, `conflict` */
  assign(contactId: string, memberId: string, actor: ContactActor): Promise<Contact> {
    return this.#ask(contactId, (requests) => requests.assign(contactId, memberId, actor));
  }

  /** What a member sees of the team's contacts, in the order of what is told. */
  contactsOf(memberId: string): Promise<Contacts> {
    return this.#presence.whileStatusesStand(async () => {
      const waiting = await this.#store.read.contacts.waiting(this.#teamId, MAX_WAITING_PAGE);
      const { contacts, queue } = await this.welcome(memberId);
      return { mine: contacts, waiting: [...waiting], queue };
    });
  }

  /** What everyone has and may have, for whoever assigns by hand (AS7). */
  async loads(): Promise<MemberLoad[]> {
    const { members, contacts } = this.#store.read;
    const [all, open] = await Promise.all([
      members.all(this.#teamId),
      contacts.openCounts(this.#teamId),
    ]);
    return all
      .filter(({ active }) => active)
      .map(({ memberId, receivesContacts, capacity }) => ({
        memberId,
        receivesContacts,
        open: open.get(memberId) ?? 0,
        capacity,
      }));
  }

  /** A member's open contacts, and the queue; for a welcome, which is given within a turn of presence. */
  async welcome(memberId: string): Promise<{ contacts: Contact[]; queue: Queue }> {
    this.#open ??= await this.#look();
    return { contacts: [...this.#open.of(memberId)], queue: this.#toldQueue };
  }

  /** Something about contacts may have been changed without this having done it. */
  reload(): void {
    this.#open = null;
    this.serve();
  }

  /** Serves the queue soon (AS5): to be called whenever somebody may have become eligible, or stopped being. */
  serve(): void {
    this.#wanted = true;
    this.#begin();
  }

  /** Resolves when everything asked for so far is done. */
  async idle(): Promise<void> {
    while (this.#rounds !== null) await this.#rounds;
  }

  /** Ends the timer and waits for what is under way. */
  async stop(): Promise<void> {
    this.#closed = true;
    this.#alarm.cancel();
    await this.idle();
  }

  #ask(
    contactId: string,
    work: (requests: Requests) => Promise<void>,
    keyed: KeyedRequest | null = null,
  ): Promise<Contact> {
    const { asked, done } = ask(contactId, work, keyed);
    this.#asked.push(asked);
    this.#begin();
    return done;
  }

  #begin(): void {
    this.#rounds ??= this.#runRounds();
  }

  async #runRounds(): Promise<void> {
    // What is asked for in one breath shares the first round already.
    await Promise.resolve();
    while (this.#asked.length > 0 || this.#wanted) {
      try {
        if (this.#closed) throw new Refusal('unavailable', 'The server is stopping. Try again.');
        if (this.#asked.length > 0 || !(await this.#isQuiet())) await this.#round();
      } catch (error) {
        this.#onFailure(error, this.#asked.splice(0));
      }
    }
    this.#rounds = null;
  }

  /** Whether there is nothing that could go to a member or come back; then what was wanted is done. */
  async #isQuiet(): Promise<boolean> {
    if (this.#toldQueue.waiting > 0 || this.#doubtful.length > 0) return false;
    this.#wanted = false;
    const isAny = this.#open?.isAny ?? (await this.#store.read.contacts.anyOpen(this.#teamId));
    if (isAny) this.#wanted = true;
    return !isAny;
  }

  #round(): Promise<void> {
    return this.#presence.whileStatusesStand(async (seen) => {
      const asked = this.#asked.splice(0, MOST_AT_ONCE);
      const looksBack = this.#wanted;
      this.#wanted = false;
      const news: News[] = [];
      try {
        const { outcomes, nextAt, queue, isCut } = await this.#store.change(this.#teamId, (tx) => {
          const ledger = new Ledger({ tx, seen, now: this.#clock.now(), news });
          return this.#work(ledger, asked, looksBack);
        });
        this.#doubtful = [];
        for (const { answer } of outcomes) answer();
        this.#tell(news, queue, seen);
        if (isCut) this.#wanted = true;
        if (nextAt !== null) this.#lookAgainAt(steadyOf(nextAt, momentOf(this.#clock)));
      } catch (error) {
        this.#doubtful = [...new Set([...this.#doubtful, ...news])];
        this.#onFailure(error, asked);
      }
    });
  }

  /** What is done within the transaction of a round. */
  async #work(ledger: Ledger, asked: readonly Asked[], looksBack: boolean) {
    await confirm(ledger, this.#doubtful);
    const outcomes: Outcome[] = [];
    for (const { run } of asked) outcomes.push(await run(ledger));
    const nextAt = looksBack ? await takeBack(ledger) : null;
    const served = await serve(ledger, MOST_AT_ONCE);
    await ledger.finish();
    for (const { note } of outcomes) await note();
    return { outcomes, nextAt, ...served };
  }

  /** Asks the store how everything stands, and tells the queue where it is another than was told. */
  async #look(): Promise<OpenContacts> {
    const { contacts } = this.#store.read;
    const [open, queue] = await Promise.all([
      contacts.open(this.#teamId),
      contacts.queue(this.#teamId),
    ]);
    this.#tellQueue(queue);
    return new OpenContacts(open);
  }

  #tell(news: readonly News[], queue: Queue, seen: StatusesSeen): void {
    const managers = [...seen.values()]
      .filter(({ member }) => mayManage(member.role))
      .map(({ member }) => member.memberId);
    for (const { contact, why, memberIds } of news) {
      this.#open?.learn({ contact, memberIds });
      this.#audience.tellContact([...new Set([...memberIds, ...managers])], { contact, why });
    }
    this.#tellQueue(queue);
  }

  #tellQueue(queue: Queue): void {
    if (isDeepStrictEqual(queue, this.#toldQueue)) return;
    this.#toldQueue = queue;
    this.#audience.tellQueue(queue);
  }

  #onFailure(error: unknown, asked: readonly Asked[]): void {
    this.#wanted = false;
    this.#open = null;
    for (const { fail } of asked) fail(error);
    if (this.#closed) return;
    logUnexpected(this.#logger, error, 'contacts could not be assigned', { teamId: this.#teamId });
    this.#lookAgainAt(this.#clock.steady() + RETRY_MS);
  }

  #lookAgainAt(at: number): void {
    if (!this.#closed) this.#alarm.ringAt(at);
  }
}
