import { io, type Socket } from 'socket.io-client';
import type { PackedDelta, PackedWelcome } from '../../src/shared/protocol/schemas.ts';
import {
  type SeenDelta,
  type SeenSnapshot,
  type SeenStatus,
  type SeenWelcome,
  Unpacker,
} from './unpacked.ts';

type WireOptions = {
  readonly url: string;
  readonly token?: string;
  /** What a browser proves itself with in place of a token. */
  readonly cookie?: string;
  readonly deviceId?: string;
  /** Replaces fields of the handshake's activity. */
  readonly activity?: object;
  /** Replaces fields of the handshake itself. */
  readonly auth?: object;
  /** Another client, whose knowledge this one comes back with. */
  readonly knows?: WireClient;
};

/**
 * Speaks the wire protocol without any help, so that tests can also speak it badly. What it hears
 * of the team it tells by members: {@link WireClient.heard} alone has it as it travelled.
 */
export class WireClient implements Disposable {
  readonly socket: Socket;
  readonly deltas: SeenDelta[] = [];
  readonly heard: { readonly event: string; readonly payload: unknown }[] = [];
  /** Resolves with why the connection ended. */
  readonly ended: Promise<string>;
  welcome: SeenWelcome | null = null;
  readonly #unpacker: Unpacker;
  readonly #listeners: ((delta: SeenDelta) => void)[] = [];
  #seq = 0;

  private constructor(options: WireOptions) {
    const { url, token, cookie, deviceId = 'device-one', activity, auth, knows } = options;
    this.#unpacker = new Unpacker(knows === undefined ? null : knows.#unpacker);
    this.socket = io(url, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      ...(cookie === undefined ? {} : { extraHeaders: { cookie, origin: url } }),
      auth: {
        protocol: 1,
        token,
        device: { id: deviceId, name: 'Test', kind: 'desktop', version: '1.0.0' },
        activity: { seq: 0, idleMs: 0, locked: false, source: 'system', ...activity },
        ...knows?.knowledge,
        ...auth,
      },
    });
    this.socket.on('delta', (packed: PackedDelta) => {
      const delta = this.#unpacker.delta(packed);
      this.deltas.push(delta);
      for (const listener of this.#listeners) listener(delta);
    });
    this.socket.onAny((event: string, payload: unknown) => this.heard.push({ event, payload }));
    this.ended = new Promise((resolve) => this.socket.once('disconnect', resolve));
  }

  /** Resolves when the server has welcomed it. @throws the `connect_error` */
  static async connect(options: WireOptions): Promise<WireClient> {
    const client = new WireClient(options);
    await new Promise<void>((resolve, reject) => {
      client.socket.once('welcome', (welcome: PackedWelcome) => {
        client.welcome = client.#unpacker.welcome(welcome);
        resolve();
      });
      client.socket.once('connect_error', reject);
    });
    return client;
  }

  /** Resolves with the `data` of the refusal, or fails where it is let in. */
  static async refused(options: WireOptions): Promise<unknown> {
    const client = new WireClient(options);
    try {
      return await new Promise<unknown>((resolve, reject) => {
        client.socket.once('connect_error', (error: Error & { data?: unknown }) =>
          resolve(error.data),
        );
        client.socket.once('welcome', () => reject(new Error('was let in')));
      });
    } finally {
      client.socket.disconnect();
    }
  }

  get changes(): readonly SeenStatus[] {
    return this.deltas.flatMap((delta) => delta.changes);
  }

  /** Tells of every frame, those included that came already. */
  follow(listener: (delta: SeenDelta) => void): void {
    this.deltas.forEach(listener);
    this.#listeners.push(listener);
  }

  /** What it says in a handshake that it knows. */
  get knowledge(): object {
    const { log } = this.welcome ?? {};
    const version = this.deltas.at(-1)?.to ?? this.welcome?.version;
    return { have: { log, version }, names: this.#unpacker.namesVersion };
  }

  // biome-ignore lint/suspicious/noExplicitAny: the answer is what the test is about
  async ask(event: string, payload: unknown): Promise<any> {
    const answer = await this.socket.timeout(5_000).emitWithAck(event, payload);
    if (event !== 'team:get' || !answer.ok) return answer;
    return { ...answer, snapshot: this.#unpacker.snapshot(answer.snapshot) };
  }

  /** The next report, with whatever the test wants in it. */
  report(activity: object = {}) {
    this.#seq += 1;
    return this.ask('activity', {
      seq: this.#seq,
      idleMs: 0,
      locked: false,
      source: 'system',
      ...activity,
    });
  }

  /** What the team sees of a member now. */
  async seen(memberId: string) {
    const { statuses } = (await this.ask('team:get', {})).snapshot as SeenSnapshot;
    return statuses.find((status) => status.memberId === memberId);
  }

  [Symbol.dispose](): void {
    this.socket.disconnect();
  }
}
