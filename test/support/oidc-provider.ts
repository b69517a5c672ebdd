import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

// The library tells at length what would be wrong in production, where this never runs.
const output = globalThis.console;
for (const level of ['info', 'warn'] as const) {
  const print = output[level];
  output[level] = (...texts: unknown[]) => {
    if (!String(texts[0]).startsWith('oidc-provider ')) print(...texts);
  };
}

/** Somebody with an account at the provider; the id is what they sign in with there. */
export type Account = {
  readonly email?: string;
  readonly email_verified?: boolean;
  readonly name?: string;
};

export const CLIENT = { clientId: 'ampel', clientSecret: 'a-secret-of-the-test' } as const;

/** A real OpenID Connect provider on a port of its own, with its own pages for signing in. */
export class OidcProvider implements AsyncDisposable {
  readonly issuer: string;
  readonly accounts = new Map<string, Account>();
  /** What the provider was asked for, as `GET /auth`. */
  readonly asked: string[] = [];
  readonly #server: Server;
  readonly #port: number;

  private constructor(server: Server) {
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
    this.issuer = `http://127.0.0.1:${this.#port}`;
  }

  static async start(callback?: string): Promise<OidcProvider> {
    const server = createServer();
    await listen(server, 0);
    const provider = new OidcProvider(server);
    if (callback !== undefined) provider.register(callback);
    return provider;
  }

  /** Begins to serve the client, which may send people back to this address. */
  register(callback: string): void {
    const { accounts, asked, issuer } = this;
    const { clientId, clientSecret } = CLIENT;
    const oidc = new Provider(issuer, {
      clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [callback] }],
      cookies: { keys: ['of the test'] },
      claims: { email: ['email', 'email_verified'], profile: ['name'] },
      findAccount: (_context, accountId) => {
        const account = accounts.get(accountId);
        return account && { accountId, claims: async () => ({ sub: accountId, ...account }) };
      },
    });
    const answer = oidc.callback();
    this.#server.on('request', (request, response) => {
      asked.push(`${request.method} ${new URL(request.url ?? '', issuer).pathname}`);
      void answer(request, response);
    });
  }

  /** It is down until {@link up}. */
  async down(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async up(): Promise<void> {
    await listen(this.#server, this.#port);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#server.listening) await this.down();
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
}
