import type { Socket } from 'socket.io';
import type { Contact, MemberLoad, Queue } from '../../src/shared/domain/contact.ts';
import type { Role } from '../../src/shared/domain/member.ts';
import { DEFAULT_SETTINGS } from '../../src/shared/domain/settings.ts';
import type { Status } from '../../src/shared/domain/status.ts';
import type { ContactNews } from '../../src/shared/protocol/contact-schemas.ts';
import type { ErrorCode } from '../../src/shared/protocol/errors.ts';
import type { PackedWelcome } from '../../src/shared/protocol/schemas.ts';
import { packedSnapshot } from './packed-team.ts';
import { type SocketServer, startSocketServer } from './socket-server.ts';

const CONTACT = {
  customer: 'Maria Fischer',
  subject: 'Refund for order 1234',
  channel: 'chat',
  externalId: null,
  link: 'https://desk.example.com/1234',
};

const COLLEAGUES: readonly (readonly [string, string, Status])[] = [
  ['anna', 'Anna Keller', 'online'],
  ['cleo', 'Cleo Winter', 'busy'],
  ['dana', 'Dana Wolf', 'offline'],
];

export type ScriptedTeamOptions = {
  readonly role?: Role;
  /** Off for a server from before there were contacts. */
  readonly contacts?: boolean;
  /** Whom the member watches, where the server keeps that. */
  readonly watched?: readonly string[];
};

/** What a test says of a contact, beside what all of them have. */
type Told = Partial<Omit<Contact, 'contactId' | 'arrivedAt'>>;

type Heard = { readonly event: string; readonly payload: Record<string, string> };

/**
 * A server that says what a test wants of contacts, to a member called Ben Sommer: it keeps to the
 * protocol, and decides nothing by itself.
 */
export class ScriptedTeam implements AsyncDisposable {
  readonly account = { memberId: 'me', email: 'ben@example.com', token: 'ampel_any' };
  readonly heard: Heard[] = [];
  /** How the next commands are refused; null where they are not. */
  refusal: ErrorCode | null = null;
  /** Off: what becomes of contacts is only answered, not told by events. */
  tells = true;
  /** Who has room for contacts. */
  loads: readonly MemberLoad[] = [];
  /** What else happens before a command is answered. */
  meanwhile: () => void = () => undefined;
  readonly url: string;
  readonly #options: ScriptedTeamOptions;
  readonly #server: SocketServer;
  readonly #contacts = new Map<string, Contact>();
  #watched: readonly string[] | undefined;
  #isDown = false;

  private constructor(server: SocketServer, options: ScriptedTeamOptions) {
    const { url, io } = server;
    this.url = url;
    this.#server = server;
    this.#options = options;
    this.#watched = options.watched;
    io.use((_socket, next) => next(this.#isDown ? new Error('down') : undefined));
    io.on('connection', (socket) => this.#serve(socket));
  }

  static async start(options: ScriptedTeamOptions = {}): Promise<ScriptedTeam> {
    return new ScriptedTeam(await startSocketServer(), options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }

  /** What was asked with one event. */
  asked(event: string): readonly Heard['payload'][] {
    return this.heard.filter((heard) => heard.event === event).map(({ payload }) => payload);
  }

  /** Puts a contact into the queue; the earlier in it, the longer it waits. */
  wait(contactId: string, more: Told = {}): void {
    const arrivedAt = Date.now() - 300_000 + this.#contacts.size * 1_000;
    this.#become(
      { contactId, arrivedAt, ...CONTACT, state: 'waiting', returned: null, ...more } as Contact,
      'arrived',
    );
  }

  /** Gives a contact to the member, or to somebody else. */
  assign(contactId: string, more: Told = {}, memberId = 'me'): void {
    const assigned = { state: 'assigned', memberId, assignedAt: Date.now(), assignedBy: 'queue' };
    const known = this.#contacts.get(contactId);
    const { arrivedAt = Date.now() - 60_000 } = known ?? {};
    this.#become(
      { ...CONTACT, ...known, contactId, arrivedAt, ...assigned, ...more } as Contact,
      'assigned',
    );
  }

  /** Ends a contact, as its member may do on another device. */
  close(contactId: string): void {
    const closed = { state: 'closed', closedAt: Date.now() };
    this.#become({ ...this.#contacts.get(contactId), ...closed } as Contact, 'closed');
  }

  /** Takes a contact from whoever has it. */
  takeBack(contactId: string): void {
    const returned = { reason: 'offline', memberId: 'me', at: Date.now() };
    this.wait(contactId, {
      ...this.#contacts.get(contactId),
      state: 'waiting',
      returned,
    } as Contact);
  }

  /** Keeps from now on whom the member watches, as a newer server does. */
  keep(watched: readonly string[]): void {
    this.#watched = watched;
  }

  /** Ends all connections, and lets nobody in until {@link up}. */
  down(): void {
    this.#isDown = true;
    this.#server.io.disconnectSockets(true);
  }

  up(): void {
    this.#isDown = false;
  }

  /** Says something to every connection. */
  say(event: string, payload: unknown): void {
    this.#server.io.emit(event, payload);
  }

  get #mine(): Contact[] {
    return [...this.#contacts.values()].filter(
      (contact) =>
        (contact.state === 'assigned' || contact.state === 'accepted') && contact.memberId === 'me',
    );
  }

  get #waiting(): Contact[] {
    return [...this.#contacts.values()].filter(({ state }) => state === 'waiting');
  }

  get #queue(): Queue {
    const waiting = this.#waiting;
    return {
      waiting: waiting.length,
      oldestSince: waiting.length === 0 ? null : Math.min(...waiting.map((one) => one.arrivedAt)),
    };
  }

  #become(contact: Contact, why: ContactNews): void {
    this.#contacts.set(contact.contactId, contact);
    if (!this.tells) return;
    this.say('contact', { contact, why });
    this.say('queue', this.#queue);
  }

  #serve(socket: Socket): void {
    socket.onAny(
      (event: string, payload: Heard['payload'], acknowledge?: (answer: object) => void) => {
        this.heard.push({ event, payload });
        acknowledge?.(
          this.refusal === null || event === 'activity' || event === 'bye'
            ? { ok: true, ...this.#answer(event, payload) }
            : { ok: false, code: this.refusal, message: 'As the test wants.' },
        );
      },
    );
    socket.emit('welcome', this.#welcome());
  }

  #answer(event: string, { contactId = '', memberId = '', on }: Heard['payload']): object {
    const contact = this.#contacts.get(contactId);
    switch (event) {
      case 'activity':
        return { status: 'online', offlineAt: null, memberOfflineAt: null };
      case 'contacts:get':
        return { mine: this.#mine, waiting: this.#waiting, queue: this.#queue };
      case 'loads:get':
        return { loads: this.loads };
      case 'watch': {
        const others = this.#watched?.filter((id) => id !== memberId) ?? [];
        this.#watched = on ? [...others, memberId] : others;
        return {};
      }
      case 'contact:accept':
        this.#become(
          { ...contact, state: 'accepted', acceptedAt: Date.now() } as Contact,
          'accepted',
        );
        break;
      case 'contact:return': {
        const returned = { reason: 'returned', memberId: 'me', at: Date.now() };
        this.#become({ ...contact, state: 'waiting', returned } as Contact, 'returned');
        break;
      }
      case 'contact:close':
        this.close(contactId);
        break;
      case 'contact:assign':
        this.assign(contactId, { assignedBy: 'hand' } as Partial<Contact>, memberId);
        break;
      default:
    }
    const answer = { contact: this.#contacts.get(contactId) };
    this.meanwhile();
    return answer;
  }

  #welcome(): PackedWelcome {
    const { role = 'agent', contacts = true } = this.#options;
    const me = { memberId: 'me', name: 'Ben Sommer', role };
    return {
      protocol: 1,
      serverTime: Date.now(),
      log: 'log1',
      version: 1,
      self: {
        ...me,
        choice: 'online',
        until: null,
        note: null,
        status: 'online',
        ...(this.#watched === undefined ? {} : { watched: [...this.#watched] }),
      },
      settings: { ...DEFAULT_SETTINGS, timeoutSetBy: null },
      snapshot: packedSnapshot(1, [
        [me, 'online'],
        ...COLLEAGUES.map(
          ([memberId, name, status]) => [{ memberId, name, role: 'agent' }, status] as const,
        ),
      ]),
      ...(contacts ? { contacts: this.#mine, queue: this.#queue } : {}),
    };
  }
}
