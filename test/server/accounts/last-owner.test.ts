import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Serving } from '../../support/command-line.ts';
import type { Deployment } from '../../support/deployment.ts';
import { DATABASES, deploymentsOn } from '../../support/deployments.ts';
import { HttpClient } from '../../support/http-client.ts';

describe.each(DATABASES)('AC2: in %s a team always has an owner who can sign in', (kind) => {
  const deploy = deploymentsOn(kind);
  let deployment: Deployment;
  let server: Serving;
  let owners: readonly { readonly memberId: string; readonly email: string }[];
  let tokens: readonly string[];

  beforeAll(async () => {
    deployment = await deploy();
    server = await deployment.serve();
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await deployment[Symbol.asyncDispose]();
  });

  /** A team of two owners and nobody else. */
  const teamOfTwo = async (team: string) => {
    await deployment.administer(async (admin) => {
      const { member } = await admin.createTeam({ name: team, ownerEmail: `ada@${team}.example` });
      const email = `bo@${team}.example`;
      owners = [member, await admin.addMember({ email, name: 'Bo', role: 'owner', team })];
      tokens = await Promise.all(owners.map((owner) => admin.issueToken(owner.email, 'laptop')));
    });
  };
  const by = (who: number) => new HttpClient(`${server.url}/api/v1`, tokens[who]);
  const change = (who: number, whom: number, body: object) =>
    by(who).ask('PATCH', `/members/${owners[whom]?.memberId}`, { body });
  const remaining = () =>
    deployment.administer(async (admin) => {
      const teams = await admin.teams();
      const members = teams.flatMap((team) => team.members);
      return members.filter(
        ({ memberId, role, active }) =>
          role === 'owner' && active && owners.some((owner) => owner.memberId === memberId),
      ).length;
    });

  it.each([
    ['demoted', { role: 'agent' }],
    ['switched off', { active: false }],
    ['demoted and switched off', { role: 'manager', active: false }],
  ])('who is not %s as the last one', async (what, body) => {
    await teamOfTwo(`alone-${what.replaceAll(' ', '-')}`);
    expect(await change(0, 1, body)).toMatchObject({ status: 200 });
    expect(await change(0, 0, body)).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect(await remaining()).toBe(1);
  });

  it.each([
    ['each other', [0, 1, 1, 0]],
    ['themselves', [0, 0, 1, 1]],
    ['each and themselves', [0, 0, 0, 1]],
  ] as const)('when both are at it at once: %s', async (what, [one, its, other, others]) => {
    for (const [no, body] of [{ role: 'agent' }, { active: false }].entries()) {
      await teamOfTwo(`at-once-${what.replaceAll(' ', '-')}-${no}`);
      const answers = await Promise.all([change(one, its, body), change(other, others, body)]);
      const statuses = answers.map(({ status }) => status).toSorted((a, b) => a - b);
      expect(statuses[0]).toBe(200);
      expect([401, 403, 409]).toContain(statuses[1]);
      expect(await remaining()).toBe(1);
    }
  });

  it('when one of them is switched off by the operator at the same time', async () => {
    await teamOfTwo('operator');
    const [answer] = await Promise.allSettled([
      change(0, 0, { role: 'agent' }),
      deployment.administer((admin) => admin.setActive(owners[1]?.email ?? '', false)),
    ]);
    expect(answer.status).toBe('fulfilled');
    expect(await remaining()).toBe(1);
  });
});
