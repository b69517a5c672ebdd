import { expect } from '@playwright/test';
import type { Choice, MemberStatus, Status } from '../../src/shared/domain/status.ts';
import type { TestMember } from '../support/team-server.ts';
import { WireClient } from '../support/wire-client.ts';

export type Seen = {
  readonly status: Status;
  readonly cause: string;
  readonly since: number;
  readonly until: number | undefined;
  /** When it was seen, by the test's clock. */
  readonly at: number;
};

/** Another member of the team, on the wire, who sees what the server tells everyone. */
export class Teammate implements Disposable {
  readonly #client: WireClient;
  /** All that was seen of each member, in order. */
  readonly #seen = new Map<string, Seen[]>();

  private constructor(client: WireClient) {
    this.#client = client;
    for (const status of client.welcome?.snapshot?.statuses ?? []) {
      this.#note(status.memberId, status);
    }
    client.follow(({ changes }) => {
      for (const change of changes) this.#note(change.memberId, change);
    });
  }

  static async join(url: string, member: TestMember): Promise<Teammate> {
    const { token, memberId } = member;
    const deviceId = `device-${memberId}`;
    return new Teammate(await WireClient.connect({ url, token, deviceId }));
  }

  async choose(
    choice: Choice,
    more: { readonly note?: string; readonly forSeconds?: number } = {},
  ): Promise<void> {
    const request = { choice, ageMs: 0, ...more };
    const answer = await this.#client.socket.emitWithAck('choose', request);
    expect(answer).toMatchObject({ ok: true });
  }

  async changeSettings(change: object): Promise<void> {
    const answer = await this.#client.socket.emitWithAck('settings:set', change);
    expect(answer).toMatchObject({ ok: true });
  }

  /** What is seen of a member now. */
  sees(memberId: string): Seen | undefined {
    return this.#seen.get(memberId)?.at(-1);
  }

  /** Everything that was seen of a member, in order. */
  saw(memberId: string): readonly Seen[] {
    return [...(this.#seen.get(memberId) ?? [])];
  }

  /** Waits until a member is seen in a status, and tells when and why. */
  async waitFor(
    memberId: string,
    status: Status,
    options: { readonly timeout?: number } = {},
  ): Promise<Seen> {
    await expect
      .poll(() => this.sees(memberId)?.status, { intervals: [20], timeout: 10_000, ...options })
      .toBe(status);
    return this.sees(memberId) as Seen;
  }

  #note(memberId: string, { status, cause, since, until }: MemberStatus): void {
    const seen = this.#seen.get(memberId) ?? [];
    seen.push({ status, cause, since, until, at: Date.now() });
    this.#seen.set(memberId, seen);
  }

  [Symbol.dispose](): void {
    this.#client[Symbol.dispose]();
  }
}
