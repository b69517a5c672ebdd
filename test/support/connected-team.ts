import type { Role } from '../../src/shared/domain/member.ts';
import { ManualClock } from './manual-clock.ts';
import { TeamServer, type TestMember } from './team-server.ts';
import { WireClient } from './wire-client.ts';

/** A server on a clock that the test moves, with Ada (owner) connected. */
export class ConnectedTeam implements AsyncDisposable {
  readonly clock: ManualClock;
  readonly server: TeamServer;
  readonly member: TestMember;
  readonly ada: WireClient;

  private constructor(clock: ManualClock, server: TeamServer, member: TestMember, ada: WireClient) {
    this.clock = clock;
    this.server = server;
    this.member = member;
    this.ada = ada;
  }

  static async start(): Promise<ConnectedTeam> {
    const clock = new ManualClock();
    const server = await TeamServer.start({ clock });
    const member = await server.add('Ada', 'owner');
    const ada = await WireClient.connect({ url: server.url, token: member.token });
    return new ConnectedTeam(clock, server, member, ada);
  }

  get url(): string {
    return this.server.url;
  }

  /** Adds somebody and connects them. */
  async join(name: string, role: Role = 'agent'): Promise<TestMember & { client: WireClient }> {
    const joined = await this.server.add(name, role);
    return { ...joined, client: await this.connect(joined) };
  }

  connect({ token }: TestMember): Promise<WireClient> {
    return WireClient.connect({ url: this.url, token });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.ada.socket.disconnect();
    await this.server[Symbol.asyncDispose]();
  }
}
