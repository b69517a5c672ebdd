import DataLoader from 'dataloader';
import type { Kysely } from 'kysely';
import type { TeamEvent } from '../../../shared/api/webhook-events.ts';
import type { ChoiceRecord } from '../../../shared/domain/choice.ts';
import type { History, HistoryQuery } from '../../../shared/protocol/schemas.ts';
import type { TokenOwner } from '../accounts.ts';
import type {
  EnteredStatus,
  NewTeam,
  PresenceChanges,
  SavedPresence,
  Store,
  Team,
  TeamChange,
  TeamReads,
} from '../store.ts';
import { AuditTable } from './audit-table.ts';
import { ChoiceTable } from './choice-table.ts';
import { ContactTable } from './contact-table.ts';
import { CoverageTable } from './coverage-table.ts';
import type { Database } from './database.ts';
import { DeliveryTable } from './delivery-table.ts';
import { IdentityTable } from './identity-table.ts';
import { IntegrationTable } from './integration-table.ts';
import { LinkTable } from './link-table.ts';
import { MemberTable } from './member-table.ts';
import { OutboxTable } from './outbox-table.ts';
import { PresenceTable } from './presence-table.ts';
import { RequestTable } from './request-table.ts';
import type { Db, Tables } from './tables.ts';
import { TeamContacts } from './team-contacts.ts';
import { TeamTable } from './team-table.ts';
import { nextTerm, type Transact, transactionsIn } from './term.ts';
import { TokenTable } from './token-table.ts';
import { WatchTable } from './watch-table.ts';
import { WebhookTable } from './webhook-table.ts';
import { WriteWatch } from './write-watch.ts';

/** Owners of tokens that are asked for in one statement. */
const MOST_OWNERS = 100;

/** The store in SQL, whichever database holds it. */
export class SqlStore implements Store {
  readonly read: TeamReads;
  readonly deliveries: DeliveryTable;
  readonly #database: Database;
  readonly #db: Kysely<Tables>;
  readonly #transact: Transact;
  /** Asks for all at once whose owner is asked for in one breath, as where a whole team arrives. */
  readonly #owners: DataLoader<string, TokenOwner | null>;
  /** Of deliveries; the store's views have them in common. */
  readonly #listeners: Set<() => void>;

  /** @param term what it writes is refused outside of this term; null where no term matters */
  constructor(
    database: Database,
    term: number | null = null,
    listeners: Set<() => void> = new Set(),
  ) {
    this.#database = database;
    this.#db = database.kysely;
    this.#transact = transactionsIn(term, database);
    this.#listeners = listeners;
    this.#owners = new DataLoader(
      async (hashes) => {
        const owners = await new TokenTable(this.#db).owners(hashes);
        return hashes.map((hash) => owners.get(hash) ?? null);
      },
      { cache: false, maxBatchSize: MOST_OWNERS },
    );
    this.deliveries = new DeliveryTable(this.#db, this.#transact, listeners);
    this.read = {
      members: new MemberTable(this.#db),
      tokens: new TokenTable(this.#db),
      identities: new IdentityTable(this.#db),
      links: new LinkTable(this.#db),
      integrations: new IntegrationTable(this.#db),
      contacts: new ContactTable(this.#db),
      webhooks: new WebhookTable(this.#db),
      audit: new AuditTable(this.#db),
    };
  }

  async prepare(): Promise<void> {
    await this.#database.prepare();
  }

  async check(): Promise<void> {
    await this.#db.selectFrom('teams').select('team_id').limit(1).execute();
  }

  async beginTerm(): Promise<number> {
    return nextTerm(this.#database);
  }

  async term(): Promise<number> {
    const row = await this.#db.selectFrom('leadership').select('term').executeTakeFirst();
    return row?.term ?? 0;
  }

  inTerm(term: number): Store {
    return new SqlStore(this.#database, term, this.#listeners);
  }

  async teams(): Promise<readonly Team[]> {
    return new TeamTable(this.#db).all();
  }

  async addTeam<T>(team: NewTeam, work: (tx: TeamChange) => Promise<T>): Promise<T> {
    const { teamId } = team;
    return this.#transact(async (transaction) => {
      await new TeamTable(transaction).add(team);
      const outbox = new OutboxTable(transaction, teamId);
      const result = await work(await this.#changeOf(transaction, teamId, outbox));
      await this.#database.announce(transaction);
      return result;
    });
  }

  async team(teamId: string): Promise<Team> {
    return new TeamTable(this.#db).find(teamId);
  }

  async change<T>(teamId: string, work: (tx: TeamChange) => Promise<T>): Promise<T> {
    const writes = new WriteWatch();
    const { result, hasAdded } = await this.#transact(async (plain) => {
      const transaction = plain.withPlugin(writes);
      await this.#database.lockTeam(transaction, teamId);
      const outbox = new OutboxTable(transaction, teamId);
      const result = await work(await this.#changeOf(transaction, teamId, outbox));
      if (writes.seen) await this.#database.announce(transaction);
      return { result, hasAdded: outbox.hasAdded };
    });
    if (hasAdded) this.deliveries.tellAdded();
    return result;
  }

  async choices(teamId: string): Promise<ReadonlyMap<string, ChoiceRecord>> {
    return new ChoiceTable(this.#db).all(teamId);
  }

  async changeChoice(
    memberId: string,
    decide: (standing: ChoiceRecord | null) => ChoiceRecord | null,
  ): Promise<ChoiceRecord | null> {
    return this.#transact(async (transaction) => {
      await this.#database.lockMember(transaction, memberId);
      const record = await new ChoiceTable(transaction).change(memberId, decide);
      await this.#database.announce(transaction);
      return record;
    });
  }

  async savePresence(changes: PresenceChanges): Promise<void> {
    const hasAdded = await this.#transact(async (transaction) => {
      const entered = await new PresenceTable(transaction).save(changes);
      const hasAdded = await this.#tellWebhooks(transaction, entered);
      // Last: whoever revokes tokens has the team first, and nobody is to wait in a circle.
      const { tokenHashes = [], at = 0 } = changes.connected ?? {};
      await new TokenTable(transaction).touch(tokenHashes, at);
      return hasAdded;
    });
    if (hasAdded) this.deliveries.tellAdded();
  }

  async savedPresence(teamId: string): Promise<SavedPresence> {
    return new PresenceTable(this.#db).saved(teamId);
  }

  async history(memberId: string, query: HistoryQuery): Promise<History> {
    return new PresenceTable(this.#db).history(memberId, query);
  }

  async lastOnlineAt(teamId: string): Promise<number | null> {
    return new PresenceTable(this.#db).lastOnlineAt(teamId);
  }

  async teamHistory(...query: Parameters<Store['teamHistory']>): ReturnType<Store['teamHistory']> {
    return new PresenceTable(this.#db).teamHistory(...query);
  }

  async forgetHistory(endedBefore: number): Promise<number> {
    return this.#transact((db) => new PresenceTable(db).forgetHistory(endedBefore));
  }

  async forgetBrowserSessions(unusedSince: number, inUse: ReadonlySet<string>): Promise<number> {
    return this.#transact((db) => new TokenTable(db).forgetBrowserSessions(unusedSince, inUse));
  }

  async forgetRequests(answeredBefore: number): Promise<number> {
    return this.#transact((db) => new RequestTable(db).forget(answeredBefore));
  }

  async forgetLinks(expiredBefore: number): Promise<number> {
    return this.#transact((db) => new LinkTable(db).forget(expiredBefore));
  }

  async forgetContacts(closedBefore: number): Promise<number> {
    return this.#transact((db) => new ContactTable(db).forget(closedBefore));
  }

  async watches(teamId: string): Promise<ReadonlyMap<string, readonly string[]>> {
    return new WatchTable(this.#db).all(teamId);
  }

  async watch(memberId: string, watchedId: string, on: boolean): Promise<void> {
    await this.#transact((db) => new WatchTable(db).set(memberId, watchedId, on));
  }

  async tokenOwner(tokenHash: string): Promise<TokenOwner | null> {
    return this.#owners.load(tokenHash);
  }

  async tokenHashes(teamId: string): Promise<ReadonlySet<string>> {
    return new TokenTable(this.#db).hashes(teamId);
  }

  async touchToken(tokenHash: string, now: number): Promise<void> {
    await new TokenTable(this.#db).touch([tokenHash], now);
  }

  async touchIntegration(keyHash: string, now: number): Promise<void> {
    await new IntegrationTable(this.#db).touch(keyHash, now);
  }

  onExternalChange(listener: () => void): () => void {
    return this.#database.onExternalChange(listener);
  }

  async close(): Promise<void> {
    await this.#database.close();
  }

  async #changeOf(transaction: Db, teamId: string, outbox: OutboxTable): Promise<TeamChange> {
    const teams = new TeamTable(transaction);
    return {
      team: await teams.find(teamId),
      members: new MemberTable(transaction),
      tokens: new TokenTable(transaction),
      identities: new IdentityTable(transaction),
      links: new LinkTable(transaction),
      integrations: new IntegrationTable(transaction),
      contacts: new TeamContacts(transaction, teamId),
      webhooks: new WebhookTable(transaction).writer(outbox),
      outbox,
      coverage: new CoverageTable(transaction, teamId),
      audit: new AuditTable(transaction).trail(teamId),
      requests: new RequestTable(transaction),
      rename: (name) => teams.rename(teamId, name),
      changeSettings: (change, by) => teams.changeSettings(teamId, change, by),
    };
  }

  /** Answers whether any webhook wanted to know. */
  async #tellWebhooks(transaction: Db, entered: readonly EnteredStatus[]): Promise<boolean> {
    let hasAdded = false;
    for (const [teamId, ofTeam] of Map.groupBy(entered, (entry) => entry.teamId)) {
      const outbox = new OutboxTable(transaction, teamId);
      // Most teams have no webhook, and then nobody has to wait for anybody.
      if (!(await outbox.isWanted('status.changed'))) continue;
      await this.#database.lockTeam(transaction, teamId);
      // One that is recorded anew, since a later moment, is no change.
      const changed = ofTeam.filter(({ before, status }) => before !== status);
      await outbox.addAll(changed.map(statusChanged));
      hasAdded ||= outbox.hasAdded;
    }
    return hasAdded;
  }
}

function statusChanged({ memberId, name, before, status, cause, since }: EnteredStatus): TeamEvent {
  return { event: 'status.changed', at: since, member: { memberId, name }, before, status, cause };
}
