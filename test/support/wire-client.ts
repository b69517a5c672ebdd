import { io, type Socket } from 'socket.io-client';
import type { Change, Delta, Snapshot, Welcome } from '../../src/shared/protocol/schemas.ts';

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
};

/** Speaks the wire protocol without any help, so that tests can also speak it badly. */
export class WireClient implements Disposable {
  readonly socket: Socket;
  readonly deltas: Delta[] = [];
  readonly heard: { readonly event: string; readonly payload: unknown }[] = [];
  /** Resolves with why the connection ended. */
  readonly ended: Promise<string>;
  welcome: Welcome | null = null;
  #seq = 0;

  private constructor(options: WireOptions) {
    const { url, token, cookie, deviceId = 'device-one', activity, auth } = options;
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
        ...auth,
      },
    });
    this.socket.on('delta', (delta: Delta) => this.deltas.push(delta));
    this.socket.onAny((event: string, payload: unknown) => this.heard.push({ event, payload }));
    this.ended = new Promise((resolve) => this.socket.once('disconnect', resolve));
  }

  /** Resolves when the server has welcomed it. @throws the `connect_error` */
  static async connect(options: WireOptions): Promise<WireClient> {
    const client = new WireClient(options);
    client.welcome = await new Promise<Welcome>((resolve, reject) => {
      client.socket.once('welcome', resolve);
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

  get changes(): readonly Change[] {
    return this.deltas.flatMap((delta) => delta.changes);
  }

  // biome-ignore lint/suspicious/noExplicitAny: the answer is what the test is about
  ask(event: string, payload: unknown): Promise<any> {
    return this.socket.timeout(5_000).emitWithAck(event, payload);
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
    const { snapshot } = (await this.ask('team:get', {})) as { snapshot: Snapshot };
    return snapshot.statuses.find((status) => status.memberId === memberId);
  }

  [Symbol.dispose](): void {
    this.socket.disconnect();
  }
}
