import path from 'node:path';
import process from 'node:process';
import { type Child, startChild } from '../../scripts/children.ts';
import type { Role } from '../../src/shared/domain/member.ts';
import { addMember, type TestMember, temporaryFolder } from './team-server.ts';

const CLI = path.join(import.meta.dirname, '../../src/server/cli.ts');

/** The team server as its admin runs it: a process of its own, which can be stopped and killed. */
export class ServerProcess implements AsyncDisposable {
  readonly dataFolder: string;
  readonly #folder: AsyncDisposable;
  #child: Child | null = null;
  readonly #settings: Readonly<Record<string, string>>;
  #url = '';

  private constructor(
    folder: AsyncDisposable & { readonly path: string },
    settings: Readonly<Record<string, string>>,
  ) {
    this.dataFolder = folder.path;
    this.#folder = folder;
    this.#settings = settings;
  }

  /** @param settings variables such as `AMPEL_OIDC_ISSUER` */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<ServerProcess> {
    const server = new ServerProcess(await temporaryFolder(), settings);
    await server.run();
    return server;
  }

  /** Where it listens; stays the same over a restart. */
  get url(): string {
    return this.#url;
  }

  add(name: string, role: Role = 'agent'): Promise<TestMember> {
    return addMember(this.dataFolder, name, role);
  }

  /** Starts it (again), on the port it had. */
  async run(): Promise<void> {
    const port = this.#url === '' ? '0' : new URL(this.#url).port;
    const args = [CLI, 'serve', '--data', this.dataFolder, '--port', port];
    const child = startChild(process.execPath, args, {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, AMPEL_LOG_LEVEL: 'warn', ...this.#settings },
    });
    this.#child = child;
    const { promise, resolve } = Promise.withResolvers<string>();
    child.process.once('message', (message: { url: string }) => resolve(message.url));
    const failed = child.exited.then(({ code }) => {
      throw new Error(`The team server ended with exit code ${code}`);
    });
    this.#url = await Promise.race([promise, failed]);
    failed.catch(() => {});
  }

  async stop(): Promise<void> {
    await this.#child?.stop();
  }

  /** Ends it as a crash does: nothing is said and nothing is put in order. */
  async kill(): Promise<void> {
    this.#child?.process.kill('SIGKILL');
    await this.#child?.exited;
  }

  /** Holds it still: connections stay open, nothing is answered. */
  freeze(): void {
    this.#child?.process.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.process.kill('SIGCONT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.thaw();
    await this.stop();
    await this.#folder[Symbol.asyncDispose]();
  }
}
