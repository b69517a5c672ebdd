import type { AccountDependencies } from '../../src/server/accounts/accounts.ts';
import { authenticate } from '../../src/server/accounts/authenticate.ts';
import { Devices } from '../../src/server/accounts/devices.ts';
import { Integrations } from '../../src/server/accounts/integrations.ts';
import { Invites } from '../../src/server/accounts/invites.ts';
import { Members } from '../../src/server/accounts/members.ts';
import { SignIn } from '../../src/server/accounts/sign-in.ts';
import type { MemberCaller } from '../../src/server/commands/caller.ts';
import type { AuditEntry } from '../../src/server/store/audit.ts';
import type { Role } from '../../src/shared/domain/member.ts';
import { storeMember } from './stored-team.ts';
import { TeamUnderTest } from './team-presence.ts';

/** The accounts of a live team: Ada (owner, her laptop connected), Bo (agent), Mara (manager). */
export class AccountsUnderTest implements AsyncDisposable {
  readonly t: TeamUnderTest;
  readonly dependencies: AccountDependencies;
  readonly devices: Devices;
  readonly integrations: Integrations;
  readonly invites: Invites;
  readonly members: Members;
  readonly signIn: SignIn;
  readonly ada = caller('ada', 'owner');
  readonly bo = caller('bo', 'agent');
  readonly mara = caller('mara', 'manager');

  private constructor(t: TeamUnderTest) {
    this.t = t;
    let ids = 0;
    this.dependencies = {
      store: t.store,
      clock: t.clock,
      ids: () => {
        ids += 1;
        return `id-${ids}`;
      },
      teams: {
        reload: () => t.team.reload(),
        endRevoked: (_, because) => t.team.endRevoked(because),
      },
    };
    this.devices = new Devices(this.dependencies);
    this.integrations = new Integrations(this.dependencies);
    this.invites = new Invites(this.dependencies);
    this.members = new Members(this.dependencies);
    this.signIn = new SignIn(this.dependencies);
  }

  static async start(): Promise<AccountsUnderTest> {
    const t = await TeamUnderTest.start();
    await storeMember(t.store, {
      memberId: 'mara',
      teamId: 'team',
      email: 'mara@example.com',
      name: 'mara',
      role: 'manager',
      createdAt: t.clock.now(),
    });
    await t.team.reload();
    return new AccountsUnderTest(t);
  }

  /** Whom a token speaks for now. */
  caller(token: string) {
    return authenticate(this.t.store, token, this.t.clock.now());
  }

  /** The audit log, the oldest first. */
  async audit(): Promise<readonly AuditEntry[]> {
    return (await this.t.store.read.audit.entries('team', { limit: 100 })).toReversed();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.t[Symbol.asyncDispose]();
  }
}

function caller(memberId: string, role: Role): MemberCaller {
  const token = {
    tokenId: `token-${memberId} laptop`,
    kind: 'desktop',
    deviceName: 'laptop',
  } as const;
  return { kind: 'member', teamId: 'team', memberId, name: memberId, role, token };
}
