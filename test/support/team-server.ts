import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp, openAdmin } from '../../src/server/app.ts';
import type { ServerConfig } from '../../src/server/config.ts';
import type { Clock } from '../../src/shared/domain/clock.ts';
import type { Role } from '../../src/shared/domain/member.ts';

export type TestMember = {
  readonly memberId: string;
  readonly email: string;
  readonly token: string;
};

/** A folder of its own, gone when it is disposed of. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'ampel-test-'));
  return {
    path,
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

export function testConfig(dataFolder: string, more: Partial<ServerConfig> = {}): ServerConfig {
  return {
    host: '127.0.0.1',
    port: 0,
    dataFolder,
    databaseUrl: null,
    redisUrl: null,
    trustProxy: false,
    publicUrl: null,
    tls: null,
    demo: null,
    logLevel: 'silent',
    metricsToken: null,
    maxMemoryMb: null,
    oidc: null,
    allowPrivateWebhooks: false,
    boardFolder: join(dataFolder, 'board'),
    ...more,
  };
}

/** Adds somebody from outside, as the command line does, and gives their device a token. */
export async function addMember(dataFolder: string, name: string, role: Role): Promise<TestMember> {
  const { admin, close } = await openAdmin({ dataFolder, databaseUrl: null });
  try {
    const { memberId, email } = await admin.addMember({
      email: `${name.toLowerCase().replaceAll(/[^a-z]+/g, '.')}@example.com`,
      name,
      role,
    });
    return { memberId, email, token: await admin.issueToken(email, 'laptop') };
  } finally {
    await close();
  }
}

/** A new token for the device that every test member has; the one before is void. */
export async function replaceToken(dataFolder: string, email: string): Promise<string> {
  const { admin, close } = await openAdmin({ dataFolder, databaseUrl: null });
  try {
    return await admin.issueToken(email, 'laptop');
  } finally {
    await close();
  }
}

/** The real server on a free port, with the real store in a folder of its own. */
export class TeamServer implements AsyncDisposable {
  readonly dataFolder: string;
  readonly #folder: AsyncDisposable;
  readonly #create: () => App;
  #app: App;
  #url = '';

  private constructor(create: () => App, folder: AsyncDisposable & { readonly path: string }) {
    this.#create = create;
    this.#app = create();
    this.dataFolder = folder.path;
    this.#folder = folder;
  }

  static async start(
    options: { readonly clock?: Clock } & Partial<ServerConfig> = {},
  ): Promise<TeamServer> {
    const { clock, ...config } = options;
    const folder = await temporaryFolder();
    const server = new TeamServer(
      () => createApp(testConfig(folder.path, config), clock === undefined ? {} : { clock }),
      folder,
    );
    await server.#listen();
    return server;
  }

  /** Where it listens: somewhere else after a restart. */
  get url(): string {
    return this.#url;
  }

  /** Stops it, lets `meanwhile` happen, and starts it again on the same data. */
  async restart(meanwhile: () => void = () => undefined): Promise<void> {
    await this.#app.close();
    meanwhile();
    this.#app = this.#create();
    await this.#listen();
  }

  /** As the operator does who has renewed the certificate. */
  reloadTls(): void {
    this.#app.reloadTls();
  }

  add(name: string, role: Role = 'agent'): Promise<TestMember> {
    return addMember(this.dataFolder, name, role);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#app.close();
    await this.#folder[Symbol.asyncDispose]();
  }

  async #listen(): Promise<void> {
    this.#url = (await this.#app.listen()).url;
  }
}
