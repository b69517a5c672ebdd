import { setImmediate } from 'node:timers/promises';
import { expect } from 'vitest';
import type { ContactActor } from '../../../../src/server/assignment/requests.ts';
import type { AuditEntry } from '../../../../src/server/store/audit.ts';
import type { Store } from '../../../../src/server/store/store.ts';
import { assertNever } from '../../../../src/shared/domain/assert-never.ts';
import { goesBackAt } from '../../../../src/shared/domain/assignment.ts';
import { type Contact, holderOf, isOpen } from '../../../../src/shared/domain/contact.ts';
import { Refusal } from '../../../../src/shared/protocol/errors.ts';
import { as, ContactServer, numberedIds, SHOP } from '../../../support/contact-team.ts';
import { FailingStore, type Fate } from '../../../support/failing-store.ts';
import { listener } from '../../../support/log-listener.ts';
import type { ManualClock } from '../../../support/manual-clock.ts';
import { AssignmentCheck } from './assignment-check.ts';
import { type Command, KEYS, MEMBERS } from './commands.ts';
import { KeyedPuts } from './keyed-puts.ts';

/** A server that runs until it dies. */
type Process = {
  readonly server: ContactServer;
  readonly failing: FailingStore;
  readonly check: AssignmentCheck;
  readonly died: Promise<void>;
  /** What each member had when it started. */
  readonly before: ReadonlyMap<string, readonly Contact[]>;
};

export type TrialOptions = {
  readonly clock: ManualClock;
  /** Opens the database that everything is in, which was closed before. */
  readonly open: () => Promise<Store>;
  /** Another connection to it, for changes of members and settings; null where it takes but one. */
  readonly elsewhere: Store | null;
};

/** Longer than the pause after which a round that failed is tried again. */
const AFTER_RETRY_MS = 2_000;

/**
 * A team whose members, customers, managers and faults all act at once, and what must be true of
 * its contacts during and after that.
 */
export class Trial {
  readonly #options: TrialOptions;
  readonly #ids = numberedIds();
  readonly #violations: string[] = [];
  readonly #told = new Map<string, Contact>();
  /** What was acknowledged. */
  readonly #put = new Set<string>();
  readonly #closed = new Set<string>();
  readonly #accepted = new Map<string, string>();
  readonly #keyed = new KeyedPuts();
  #underWay: Promise<unknown>[] = [];
  #fault: { stepsLeft: number; readonly fate: Fate } | null = null;
  #isDead = false;

  constructor(options: TrialOptions) {
    this.#options = options;
  }

  /** @throws Error where something is not true that must be. */
  async run(commands: readonly Command[]): Promise<void> {
    let store = await this.#options.open();
    let process = await this.#boot(store);
    const rebootIfDead = async () => {
      if (!this.#isDead) return;
      await process.failing.quiet();
      await store.close();
      store = await this.#options.open();
      process = await this.#boot(store);
    };
    for (const command of commands) {
      await this.#apply(command, process);
      await rebootIfDead();
      if (this.#violations.length > 0) break;
    }
    await this.#settled();
    this.#fault = null;
    await rebootIfDead();
    await process.server.members.reload();
    for (const key of KEYS) await this.#keyed.put(process.server, key);
    await process.server.pass(AFTER_RETRY_MS);
    await this.#judge(process, store);
    await process.server.close();
    await store.close();
  }

  async #boot(store: Store): Promise<Process> {
    this.#isDead = false;
    this.#underWay = [];
    const check = new AssignmentCheck((what) => this.#violations.push(what));
    const { promise: died, resolve } = Promise.withResolvers<void>();
    const failing = new FailingStore(store, {
      fateOfNext: () => this.#fateOfNext(),
      onBegin: (tx) => check.watch(tx),
      onCommit: () => check.committed(),
      onDeath: () => {
        this.#isDead = true;
        resolve();
      },
    });
    const before = await store.read.contacts.open('team');
    const server = new ContactServer(failing.store, this.#options.clock, this.#ids);
    const hear = listener({ onChanges: ({ changes }) => check.hear(changes) });
    await server.log.follow('team', hear);
    const fault = this.#fault;
    this.#fault = null;
    await server.start();
    this.#fault = fault;
    return { server, failing, check, died, before };
  }

  #fateOfNext(): Fate {
    if (this.#fault === null) return 'works';
    this.#fault.stepsLeft -= 1;
    if (this.#fault.stepsLeft >= 0) return 'works';
    const { fate } = this.#fault;
    this.#fault = null;
    return fate;
  }

  async #apply(command: Command, process: Process): Promise<void> {
    const { server } = process;
    const begin = (work: () => Promise<unknown>) => this.#begin(process, work);
    switch (command.kind) {
      case 'put':
        for (let no = 0; no < command.count; no += 1) {
          const { externalId } = command;
          begin(async () => {
            const more = externalId === null ? {} : { externalId };
            const { contactId } = await server.team.put({ customer: 'K', ...more }, SHOP);
            this.#put.add(contactId);
          });
        }
        return;
      case 'put-once':
        begin(async () => {
          const { contactId } = await this.#keyed.put(server, command.key);
          this.#put.add(contactId);
        });
        return;
      case 'status':
        begin(() =>
          command.status === 'offline'
            ? server.leave(command.member)
            : server.choose(command.member, command.status),
        );
        return;
      case 'accept':
      case 'return':
      case 'close': {
        const contact = this.#pick(command.contact);
        if (contact === null) return;
        const actor = actorFor(command.actor, contact);
        begin(() => this.#act(server, command.kind, contact.contactId, actor));
        return;
      }
      case 'assign': {
        const contact = this.#pick(command.contact);
        if (contact === null) return;
        begin(() => server.team.assign(contact.contactId, command.member, as('m0')));
        return;
      }
      case 'member': {
        if (command.member === 'm0' && 'active' in command.change) return;
        const { member, change } = command;
        begin(async () => {
          const at = this.#options.elsewhere ?? server.store;
          await at.change('team', (tx) => tx.members.change(member, change));
          await server.members.reload();
        });
        return;
      }
      case 'settings': {
        const { change } = command;
        begin(async () => {
          const at = this.#options.elsewhere ?? server.store;
          const by = { memberId: 'm0', at: 0 };
          await at.change('team', (tx) => tx.changeSettings(change, by));
          await server.members.reload();
        });
        return;
      }
      case 'pass':
        begin(() => server.pass(command.ms));
        return;
      case 'wait':
        if (command.turns === null) await this.#settled();
        for (let turn = 0; turn < (command.turns ?? 0); turn += 1) await setImmediate();
        return;
      case 'fault':
        this.#fault = { stepsLeft: command.afterSteps, fate: command.fate };
        return;
      default:
        assertNever(command);
    }
  }

  async #act(
    { team }: ContactServer,
    what: 'accept' | 'return' | 'close',
    contactId: string,
    actor: ContactActor,
  ): Promise<void> {
    if (what === 'return') {
      await team.giveBack(contactId, actor);
    } else if (what === 'close') {
      await team.close(contactId, actor);
      this.#closed.add(contactId);
    } else {
      await team.accept(contactId, actor);
      if (actor.kind === 'member') this.#accepted.set(contactId, actor.memberId);
    }
  }

  /** Does it besides everything else, unless the process dies on the way. */
  #begin({ died, server }: Process, work: () => Promise<unknown>): void {
    const done = work()
      .catch((error: unknown) => {
        if (!(error instanceof Refusal)) this.#violations.push(`failed: ${String(error)}`);
      })
      .finally(() => this.#hear(server));
    this.#underWay.push(Promise.race([done, died]));
  }

  async #settled(): Promise<void> {
    await Promise.all(this.#underWay);
    this.#underWay = [];
  }

  /** What was told last of each contact. */
  #hear({ told }: ContactServer): void {
    for (const { contact } of told) this.#told.set(contact.contactId, contact);
  }

  #pick(index: number): Contact | null {
    const all = [...this.#told.values()];
    return all.length === 0 ? null : (all[index % all.length] ?? null);
  }

  async #judge({ server, check, before }: Process, store: Store): Promise<void> {
    expect(this.#violations).toEqual([]);
    expect(server.logged.filter((line) => !line.includes('does not answer'))).toEqual([]);
    this.#hear(server);
    const kept = new Map(
      (await store.read.contacts.list('team', { limit: 10_000 })).map((contact) => [
        contact.contactId,
        contact,
      ]),
    );
    const audit = (await store.read.audit.entries('team', { limit: 100_000 })).toReversed();
    for (const contactId of this.#put) {
      expect(kept.has(contactId), `AS4: ${contactId} was acknowledged and is lost`).toBe(true);
    }
    for (const contactId of this.#told.keys()) {
      expect(kept.has(contactId), `${contactId} was told of, but is not kept`).toBe(true);
    }
    this.#keyed.judge(kept.values());
    for (const contactId of this.#closed) {
      expect(kept.get(contactId)?.state, `${contactId} was closed`).toBe('closed');
    }
    for (const [contactId, memberId] of this.#accepted) {
      expect(
        wasAccepted(kept.get(contactId), audit, memberId),
        `the acceptance of ${contactId} is lost`,
      ).toBe(true);
    }
    for (const contact of kept.values()) expectOneHolderAtATime(contact, audit);
    await this.#judgeViews(server, store, before);
    await this.#judgeRest(server, store, check);
  }

  /** AS4: what each member was told adds up to what they have. */
  async #judgeViews(server: ContactServer, store: Store, before: Process['before']): Promise<void> {
    const open = await store.read.contacts.open('team');
    for (const memberId of MEMBERS) {
      const view = new Map(before.get(memberId)?.map((contact) => [contact.contactId, contact]));
      for (const { to, contact } of server.told) {
        if (!to.includes(memberId)) continue;
        if (isOpen(contact) && holderOf(contact) === memberId) view.set(contact.contactId, contact);
        else view.delete(contact.contactId);
      }
      const has = open.get(memberId) ?? [];
      expect([...view.values()].sort(byId), `what ${memberId} was told`).toEqual(
        has.toSorted(byId),
      );
      const { contacts } = await server.team.welcome(memberId);
      expect(contacts, `what ${memberId} would be welcomed with`).toEqual(has);
    }
    const queue = await store.read.contacts.queue('team');
    expect(server.queues.at(-1) ?? { waiting: 0, oldestSince: null }).toEqual(queue);
  }

  /** AS5, AS6: when everything is quiet nothing is left undone. */
  async #judgeRest(server: ContactServer, store: Store, check: AssignmentCheck): Promise<void> {
    const { overdue, abandoned, unaccepted, settings } = await store.change('team', async (tx) => ({
      overdue: await check.overdue(tx),
      abandoned: await tx.contacts.abandoned(),
      unaccepted: await tx.contacts.unaccepted(),
      settings: tx.team.settings,
    }));
    expect(overdue, 'AS5: contacts that somebody could have').toEqual([]);
    expect(abandoned, 'contacts of members who are switched off').toEqual([]);
    const now = this.#options.clock.now();
    await server.members.whileStatusesStand(async (seen) => {
      for (const { contact, givenOfflineSince } of unaccepted) {
        const status = seen.get(contact.memberId)?.visible;
        const at =
          status === undefined ? null : goesBackAt(givenOfflineSince, status, settings, now);
        expect(at === null || at > now, `AS6: ${contact.contactId} should be back`).toBe(true);
      }
    });
  }
}

function actorFor(who: 'holder' | 'shop' | (typeof MEMBERS)[number], contact: Contact) {
  if (who === 'shop') return SHOP;
  return as(who === 'holder' ? (holderOf(contact) ?? 'm0') : who);
}

function byId(one: Contact, other: Contact): number {
  return one.contactId < other.contactId ? -1 : 1;
}

function wasAccepted(
  contact: Contact | undefined,
  audit: readonly AuditEntry[],
  memberId: string,
): boolean {
  if (contact?.state === 'accepted' && contact.memberId === memberId) return true;
  return audit.some(
    ({ subject, before }) =>
      subject?.id === contact?.contactId &&
      before?.['state'] === 'accepted' &&
      before['memberId'] === memberId,
  );
}

/** AS4: whoever had it next took it from whoever had it before, and nobody had it twice. */
function expectOneHolderAtATime(contact: Contact, audit: readonly AuditEntry[]): void {
  const entries = audit.filter(({ subject }) => subject?.id === contact.contactId);
  expect(entries[0]?.action).toBe('contact.added');
  let holder: unknown = null;
  for (const { before, after } of entries) {
    if (before !== null) expect(before['memberId']).toBe(holder);
    holder = after?.['memberId'];
  }
  expect(holderOf(contact)).toBe(holder);
}
