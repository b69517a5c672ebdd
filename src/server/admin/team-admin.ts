import { z } from 'zod';
import { nameField } from '../../shared/api/fields.ts';
import { ROLES } from '../../shared/domain/member.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import { deviceInfoSchema } from '../../shared/protocol/schemas.ts';
import type { AccountDependencies } from '../accounts/accounts.ts';
import { addPasswordLink, Members } from '../accounts/members.ts';
import { OperatorError } from '../operator-error.ts';
import type { NewMember, StoredMember } from '../store/accounts.ts';
import type { Team, TeamChange } from '../store/store.ts';
import { hashToken, newToken } from '../tokens/token.ts';
import { emailInput, pickTeam, readInput } from './operator-input.ts';

/** What the first team is called where somebody is added before there is one. */
const FIRST_TEAM = 'Team';

const OPERATOR = { kind: 'operator' } as const;

type AddMember = {
  readonly email: string;
  readonly name: string;
  /** Without one the first member becomes owner and every other one agent. */
  readonly role?: string | undefined;
  /** The team's name; may be left out where there is one team only. */
  readonly team?: string | undefined;
};

type CreateTeam = {
  readonly name: string;
  readonly ownerEmail: string;
  /** What the address has before its @ where this is left out. */
  readonly ownerName?: string | undefined;
};

/** A link by which a member sets a password; its secret is told once. */
export type PasswordLink = {
  readonly member: StoredMember;
  readonly secret: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
};

/** What the person who runs the server does to teams, whether or not it is running. */
export class TeamAdmin {
  readonly #dependencies: AccountDependencies;
  readonly #members: Members;

  constructor(dependencies: AccountDependencies) {
    this.#dependencies = dependencies;
    this.#members = new Members(dependencies);
  }

  /** Every team with all of its members, in the order in which they were created. */
  async teams(): Promise<
    readonly { readonly team: Team; readonly members: readonly StoredMember[] }[]
  > {
    const { store } = this.#dependencies;
    const teams = await store.teams();
    return Promise.all(
      teams.map(async (team) => ({ team, members: await store.read.members.all(team.teamId) })),
    );
  }

  /** A team that nobody is in yet. @throws OperatorError where the name does not fit or is taken. */
  addTeam(name: string): Promise<Team> {
    return this.#addTeam(name, async ({ team }) => team);
  }

  /**
   * A team with its owner, who sets a password with the link; all or nothing.
   * @throws OperatorError where a name or the e-mail does not fit or is taken.
   */
  async createTeam({ name, ownerEmail, ownerName }: CreateTeam): Promise<PasswordLink> {
    const { clock, ids } = this.#dependencies;
    const email = readInput(emailInput, ownerEmail, 'e-mail address');
    const owner = {
      memberId: ids(),
      email,
      name: readInput(nameField, ownerName ?? localPartOf(email), 'name'),
      role: 'owner' as const,
      createdAt: clock.now(),
    };
    return this.#addTeam(name, async (tx) => {
      const { teamId } = tx.team;
      const member = await addMember(tx, { ...owner, teamId });
      const link = { now: owner.createdAt, linkId: ids() };
      return {
        member,
        ...(await addPasswordLink(tx, member, { ...OPERATOR, teamId }, link)),
      };
    });
  }

  /** @throws OperatorError where the data does not fit or the e-mail is taken. */
  async addMember({ email, name, role, team }: AddMember): Promise<StoredMember> {
    const { store, clock, ids, teams } = this.#dependencies;
    const member = {
      memberId: ids(),
      email: readInput(emailInput, email, 'e-mail address'),
      name: readInput(nameField, name, 'name'),
      role: role === undefined ? ('default' as const) : readInput(z.enum(ROLES), role, 'role'),
      createdAt: clock.now(),
    };
    const teamId = await this.#teamToJoin(team);
    const added = await store.change(teamId, (tx) => addMember(tx, { ...member, teamId }));
    await teams.reload(teamId);
    return added;
  }

  /** Everyone of a team, whose name may be left out where there is one team only. */
  async members(team?: string): Promise<readonly StoredMember[]> {
    const teams = await this.#dependencies.store.teams();
    if (team === undefined && teams.length === 0) return [];
    return this.#dependencies.store.read.members.all(pickTeam(teams, team).teamId);
  }

  /**
   * Answers a new token for a device of the member. The one that device had is void from now on.
   * @throws OperatorError where there is no such member or the device name does not fit.
   */
  async issueToken(email: string, deviceName: string): Promise<string> {
    const { store, clock, ids, teams } = this.#dependencies;
    const device = readInput(deviceInfoSchema.shape.name, deviceName, 'device name');
    const { teamId, memberId, name } = await this.#member(email);
    const token = newToken();
    await store.change(teamId, async (tx) => {
      const createdAt = clock.now();
      await tx.tokens.revokeNamed(memberId, device);
      await tx.tokens.issue({
        tokenId: ids(),
        tokenHash: hashToken(token),
        memberId,
        kind: 'desktop',
        deviceId: null,
        deviceName: device,
        createdAt,
      });
      await tx.audit.record({
        at: createdAt,
        actor: OPERATOR,
        action: 'member.token-issued',
        subject: { id: memberId, name },
        before: null,
        after: { device },
      });
    });
    await teams.endRevoked(teamId, 'signed-out');
    return token;
  }

  /** @throws OperatorError where there is no such member. @throws Refusal `conflict` where they are switched off. */
  async makePasswordLink(email: string): Promise<PasswordLink> {
    const member = await this.#member(email);
    const { teamId, memberId } = member;
    return {
      member,
      ...(await this.#members.makePasswordLink({ ...OPERATOR, teamId }, memberId)),
    };
  }

  /**
   * Switches a member off, who is signed out everywhere by that, or on again.
   * @throws OperatorError where there is no such member.
   * @throws Refusal `conflict` where it would leave the team without an owner.
   */
  async setActive(email: string, active: boolean): Promise<StoredMember> {
    const { teamId, memberId } = await this.#member(email);
    return this.#members.change({ ...OPERATOR, teamId }, memberId, { active });
  }

  async #addTeam<T>(name: string, work: (tx: TeamChange) => Promise<T>): Promise<T> {
    const { store, clock, ids, teams } = this.#dependencies;
    const team = {
      teamId: ids(),
      name: readInput(nameField, name, 'name'),
      createdAt: clock.now(),
    };
    const result = await store.addTeam(team, async (tx) => {
      await tx.audit.record({
        at: team.createdAt,
        actor: OPERATOR,
        action: 'team.created',
        subject: { id: team.teamId, name: team.name },
        before: null,
        after: { name: team.name },
      });
      return work(tx);
    });
    await teams.reload(team.teamId);
    return result;
  }

  /** The id of the team of that name, or of the only one, which is created where there is none. */
  async #teamToJoin(name: string | undefined): Promise<string> {
    const { store } = this.#dependencies;
    if (name === undefined && (await store.teams()).length === 0) {
      try {
        return (await this.addTeam(FIRST_TEAM)).teamId;
      } catch (error) {
        // Somebody else was quicker.
        if (!(error instanceof Refusal) || error.code !== 'conflict') throw error;
      }
    }
    return pickTeam(await store.teams(), name).teamId;
  }

  async #member(email: string): Promise<StoredMember> {
    const address = readInput(emailInput, email, 'e-mail address');
    const member = await this.#dependencies.store.read.members.findByEmail(address);
    if (member !== null) return member;
    throw new OperatorError(
      `There is no member with the e-mail ${address}. See who there is with: member list`,
    );
  }
}

async function addMember(tx: TeamChange, member: NewMember): Promise<StoredMember> {
  const added = await tx.members.add(member).catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.code !== 'conflict') throw error;
    throw new OperatorError(
      `There is already a member with the e-mail ${member.email}. Use another one, ` +
        `or issue a token for that member: member token ${member.email} --device <name>`,
    );
  });
  await tx.audit.record({
    at: member.createdAt,
    actor: OPERATOR,
    action: 'member.added',
    subject: { id: added.memberId, name: added.name },
    before: null,
    after: { email: added.email, name: added.name, role: added.role },
  });
  return added;
}

function localPartOf(email: string): string {
  return email.slice(0, email.lastIndexOf('@'));
}
