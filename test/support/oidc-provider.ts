import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider, { type Configuration } from 'oidc-provider';

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

  /** `callback` is where the provider may send people back to. */
  static async start(
    callbacks: readonly string[],
    more: Partial<Configuration> = {},
  ): Promise<OidcProvider> {
    const server = createServer();
    await listen(server, 0);
    const provider = new OidcProvider(server);
    const { accounts, asked } = provider;
    const oidc = new Provider(provider.issuer, {
      clients: [
        {
          client_id: CLIENT.clientId,
          client_secret: CLIENT.clientSecret,
          redirect_uris: [...callbacks],
        },
      ],
      cookies: { keys: ['of the test'] },
      claims: { email: ['email', 'email_verified'], profile: ['name'] },
      findAccount: (_context, accountId) => {
        const account = accounts.get(accountId);
        return account && { accountId, claims: async () => ({ sub: accountId, ...account }) };
      },
      ...more,
    });
    const answer = oidc.callback();
    server.on('request', (request, response) => {
      asked.push(`${request.method} ${new URL(request.url ?? '', provider.issuer).pathname}`);
      void answer(request, response);
    });
    return provider;
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
