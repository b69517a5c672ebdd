import { z } from 'zod';
import type { Clock } from '../../shared/domain/clock.ts';
import { ROLES } from '../../shared/domain/member.ts';
import { Refusal } from '../../shared/protocol/errors.ts';
import { line } from '../../shared/protocol/fields.ts';
import { describeIssues, deviceInfoSchema } from '../../shared/protocol/schemas.ts';
import { OperatorError } from '../operator-error.ts';
import type { StoredMember } from '../store/accounts.ts';
import type { Store } from '../store/store.ts';
import { hashToken, newToken } from '../tokens/token.ts';

const emailSchema = z.string().trim().toLowerCase().pipe(z.email().max(254));
const nameSchema = line(80);

type AddMember = {
  readonly email: string;
  readonly name: string;
  /** Without one the first member becomes owner and every other one agent. */
  readonly role?: string | undefined;
};

/** What the person who runs the server does to a team, whether or not it is running. */
export class TeamAdmin {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #ids: () => string;

  constructor(store: Store, clock: Clock, ids: () => string) {
    this.#store = store;
    this.#clock = clock;
    this.#ids = ids;
  }

  /** The first team, created under this name where there is none. */
  async team(name = 'Team'): Promise<string> {
    const [first] = await this.#store.teams();
    if (first !== undefined) return first.teamId;
    const team = { teamId: this.#ids(), name, createdAt: this.#clock.now() };
    return (await this.#store.addTeam(team)).teamId;
  }

  /** @throws OperatorError where the data does not fit or the e-mail is taken. */
  async addMember({ email, name, role }: AddMember): Promise<StoredMember> {
    const member = {
      memberId: this.#ids(),
      teamId: await this.team(),
      email: read(emailSchema, email, 'e-mail address'),
      name: read(nameSchema, name, 'name'),
      role: role === undefined ? ('default' as const) : read(z.enum(ROLES), role, 'role'),
      createdAt: this.#clock.now(),
    };
    try {
      return await this.#store.change(member.teamId, async (tx) => {
        const added = await tx.members.add(member);
        await tx.audit.record({
          at: member.createdAt,
          actor: { kind: 'operator' },
          action: 'member.added',
          subject: { id: added.memberId, name: added.name },
          before: null,
          after: { email: added.email, name: added.name, role: added.role },
        });
        return added;
      });
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'conflict') throw error;
      throw new OperatorError(
        `There is already a member with the e-mail ${member.email}. Use another one, ` +
          `or issue a token for that member: token ${member.email} --device <name>`,
      );
    }
  }

  async members(): Promise<readonly StoredMember[]> {
    return this.#store.read.members.all(await this.team());
  }

  /**
   * Answers a new token for a device of the member. The one that device had is void from now on.
   * @throws OperatorError where there is no such member or the device name does not fit.
   */
  async issueToken(email: string, deviceName: string): Promise<string> {
    const address = read(emailSchema, email, 'e-mail address');
    const device = read(deviceInfoSchema.shape.name, deviceName, 'device name');
    const member = await this.#store.read.members.findByEmail(address);
    if (member === null) {
      throw new OperatorError(
        `There is no member with the e-mail ${address}. See who there is with: member list`,
      );
    }
    const token = newToken();
    await this.#store.change(member.teamId, async (tx) => {
      await tx.tokens.revokeNamed(member.memberId, device);
      await tx.tokens.issue({
        tokenId: this.#ids(),
        tokenHash: hashToken(token),
        memberId: member.memberId,
        kind: 'desktop',
        deviceId: null,
        deviceName: device,
        createdAt: this.#clock.now(),
      });
    });
    return token;
  }
}

function read<T>(schema: z.ZodType<T>, value: string, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new OperatorError(`That ${what} does not fit: ${describeIssues(parsed.error)}.`);
}
