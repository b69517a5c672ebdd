import type { FastifyBaseLogger } from 'fastify';
import type { Devices } from '../accounts/devices.ts';
import { type Answered, giveOver } from '../commands/socket-commands.ts';
import { type Session, sessionOver } from '../presence/session.ts';
import type { TokenOwner } from '../store/accounts.ts';
import type { Engines } from './engines.ts';
import type { Asked, Introduction, Lead } from './lead.ts';

type LocalLeadDependencies = {
  readonly engines: Pick<Engines, 'presence' | 'assignment'>;
  readonly devices: Devices;
  readonly logger: FastifyBaseLogger;
};

/** A session with whom it speaks for. */
type Introduced = { readonly session: Session; readonly owner: TokenOwner };

/** The engines of this process, as gateways ask them. */
export class LocalLead implements Lead {
  readonly #presence: Engines['presence'];
  readonly #assignment: Engines['assignment'];
  readonly #devices: Devices;
  readonly #logger: FastifyBaseLogger;
  readonly #introduced = new Map<string, Introduced>();

  constructor({ engines, devices, logger }: LocalLeadDependencies) {
    this.#presence = engines.presence;
    this.#assignment = engines.assignment;
    this.#devices = devices;
    this.#logger = logger;
  }

  async connect(introduction: Introduction): Promise<void> {
    const { sessionId, owner, tokenHash, device } = introduction;
    const { memberId, teamId } = owner;
    const session: Session = { kind: 'session', sessionId, memberId, device, tokenHash };
    this.#introduced.set(sessionId, { session, owner });
    const team = await this.#presence.open(teamId);
    // Gone while the team was opened.
    if (!this.#introduced.has(sessionId)) return;
    const contacts = this.#assignment.team(teamId);
    await team.connect(session, introduction, () => contacts.welcome(memberId));
  }

  command({ sessionId, event, payloads }: Asked): Promise<Answered> {
    return giveOver(() => this.#asker(sessionId), { event, payloads }, this.#logger);
  }

  async disconnected(sessionId: string): Promise<void> {
    const introduced = this.#introduced.get(sessionId);
    if (introduced === undefined) return;
    this.#introduced.delete(sessionId);
    const { session, owner } = introduced;
    await (await this.#presence.open(owner.teamId)).disconnected(session);
  }

  onNew(): void {
    // It knows its sessions from the first to the last.
  }

  #asker(sessionId: string) {
    const { session, owner } = this.#get(sessionId);
    const { teamId, memberId } = owner;
    const team = this.#presence.team(teamId);
    return {
      caller: { kind: 'member', teamId, token: owner, ...team.member(memberId) } as const,
      team,
      contacts: this.#assignment.team(teamId),
      devices: this.#devices,
      speaker: session,
    };
  }

  #get(sessionId: string): Introduced {
    const introduced = this.#introduced.get(sessionId);
    if (introduced === undefined) throw sessionOver();
    return introduced;
  }
}
