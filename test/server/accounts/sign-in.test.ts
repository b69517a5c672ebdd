import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { SignIn } from '../../../src/server/accounts/sign-in.ts';
import type { MemberCaller } from '../../../src/server/commands/caller.ts';
import { AccountsUnderTest } from '../../support/accounts.ts';
import { FailingStore } from '../../support/failing-store.ts';

const HOUR = 3_600_000;
const PASSWORD = 'correct horse';

/** Ada, who has set her password by a link. */
async function withPassword(): Promise<AccountsUnderTest> {
  const a = await AccountsUnderTest.start();
  const { secret } = await a.members.makePasswordLink(a.ada, 'ada');
  await a.signIn.redeemPasswordLink(secret, PASSWORD, 'Firefox');
  return a;
}

describe('signing in with a password', () => {
  it('opens a session of its own, which signing out ends', async () => {
    await using a = await withPassword();
    const signIn = () =>
      a.signIn.withPassword({ email: 'ADA@example.com', password: PASSWORD }, 'Chrome');
    const [first, second] = [await signIn(), await signIn()];
    expect(await a.caller(first.token)).toEqual(first.caller);
    const devices = (await a.devices.list(a.ada, 'ada')).map(({ deviceName }) => deviceName);
    expect(devices.toSorted()).toEqual(['Chrome', 'Chrome', 'Firefox']);
    await a.signIn.out(first.caller);
    expect(await a.caller(first.token)).toBeNull();
    expect(await a.caller(second.token)).toEqual(second.caller);
  });

  it('TR3: does not tell which part was wrong', async () => {
    await using a = await withPassword();
    const refusal = (email: string, password: string) =>
      a.signIn.withPassword({ email, password }, 'Chrome').catch((error: Error) => error);
    const refused = { code: 'unauthorized', message: 'E-mail or password is wrong.' };
    expect(await refusal('ada@example.com', 'wrong')).toMatchObject(refused);
    expect(await refusal('nobody@example.com', PASSWORD)).toMatchObject(refused);
    expect(await refusal('bo@example.com', PASSWORD)).toMatchObject(refused);
    await a.members.change(a.ada, 'mara', { role: 'owner' });
    await a.members.change(a.mara, 'ada', { active: false }).catch(() => undefined);
    await a.members.change({ ...a.mara, role: 'owner' }, 'ada', { active: false });
    expect(await refusal('ada@example.com', PASSWORD)).toMatchObject(refused);
  });

  it('a new password signs every other device out', async () => {
    await using a = await withPassword();
    const { caller, token } = await a.signIn.withPassword(
      { email: 'ada@example.com', password: PASSWORD },
      'Chrome',
    );
    const other = await a.signIn.withPassword(
      { email: 'ada@example.com', password: PASSWORD },
      'Safari',
    );
    const change = (current: string) =>
      a.signIn.changePassword(caller, { current, password: 'battery staple' });
    await expect(change('wrong')).rejects.toMatchObject({ code: 'unauthorized' });
    await change(PASSWORD);
    expect(await a.caller(token)).toEqual(caller);
    expect(await a.caller(other.token)).toBeNull();
    expect(a.t.observer.said.at(-1)).toEqual({ code: 'unauthorized', by: 'member' });
  });

  it('AC4: the password before opens nothing once another one is set, however little later', async () => {
    await using a = await withPassword();
    const { caller } = await a.signIn.withPassword(
      { email: 'ada@example.com', password: PASSWORD },
      'Chrome',
    );
    const { members } = a.t.store.read;
    const lookUp = members.passwordHash.bind(members);
    // What both of them were right about when they began is not so any more when it is compared.
    const look = vi.spyOn(members, 'passwordHash').mockImplementation(async (memberId) => {
      const kept = await lookUp(memberId);
      look.mockRestore();
      await a.signIn.changePassword(caller, { current: PASSWORD, password: 'battery staple' });
      return kept;
    });
    const late = a.signIn.withPassword({ email: 'ada@example.com', password: PASSWORD }, 'Safari');
    await expect(late).rejects.toMatchObject({ code: 'unauthorized' });
    const names = (await a.devices.list(a.ada, 'ada')).map(({ deviceName }) => deviceName);
    expect(names).toEqual(['Chrome']);
  });

  it('AC3: lets nobody in who was switched off while the password was looked at', async () => {
    await using a = await AccountsUnderTest.start();
    const { secret } = await a.members.makePasswordLink(a.mara, 'bo');
    await a.signIn.redeemPasswordLink(secret, PASSWORD, 'Firefox');
    const { members } = a.t.store.read;
    const lookUp = members.passwordHash.bind(members);
    const look = vi.spyOn(members, 'passwordHash').mockImplementation(async (memberId) => {
      const kept = await lookUp(memberId);
      look.mockRestore();
      await a.members.change(a.mara, 'bo', { active: false });
      return kept;
    });
    const late = a.signIn.withPassword({ email: 'bo@example.com', password: PASSWORD }, 'Safari');
    await expect(late).rejects.toMatchObject({ code: 'unauthorized' });
    await a.members.change(a.mara, 'bo', { active: true });
    expect(await a.devices.list(a.mara, 'bo')).toEqual([]);
  });

  it('AC2: a password link works no longer where whoever made it may not make it any more', async () => {
    await using a = await AccountsUnderTest.start();
    const use = (secret: string) => a.signIn.redeemPasswordLink(secret, PASSWORD, 'Firefox');
    const ofBo = await a.members.makePasswordLink(a.mara, 'bo');
    await a.members.change(a.ada, 'bo', { role: 'owner' });
    await expect(use(ofBo.secret)).rejects.toMatchObject({ code: 'not-found' });
    const ofOwner = await a.members.makePasswordLink({ ...a.bo, role: 'owner' }, 'ada');
    await a.members.change(a.ada, 'bo', { role: 'manager' });
    await expect(use(ofOwner.secret)).rejects.toMatchObject({ code: 'not-found' });
    const ofMara = await a.members.makePasswordLink({ ...a.bo, role: 'manager' }, 'mara');
    await a.members.change(a.ada, 'bo', { active: false });
    await expect(use(ofMara.secret)).rejects.toMatchObject({ code: 'not-found' });
    const ofOperator = { kind: 'operator', teamId: 'team' } as const;
    const { secret } = await a.members.makePasswordLink(ofOperator, 'ada');
    expect((await use(secret)).member).toMatchObject({ memberId: 'ada' });
  });

  it('a password link that could not be used to its end works again', async () => {
    await using a = await AccountsUnderTest.start();
    const { secret } = await a.members.makePasswordLink(a.mara, 'bo');
    const use = () => a.signIn.redeemPasswordLink(secret, PASSWORD, 'Firefox');
    using disk = new DatabaseSync(join(a.t.dataFolder, 'ampel.sqlite'));
    disk.exec(`CREATE TRIGGER full BEFORE UPDATE OF password_hash ON members
      BEGIN SELECT RAISE(ABORT, 'the disk is full'); END`);
    await expect(use()).rejects.toThrow('the disk is full');
    disk.exec('DROP TRIGGER full');
    expect((await use()).member).toMatchObject({ memberId: 'bo' });
  });

  it('a password link works once, for a day', async () => {
    await using a = await AccountsUnderTest.start();
    const { secret, expiresAt } = await a.members.makePasswordLink(a.mara, 'bo');
    expect(expiresAt - a.t.clock.now()).toBe(24 * HOUR);
    await a.signIn.redeemPasswordLink(secret, PASSWORD, 'Firefox');
    const again = a.signIn.redeemPasswordLink(secret, 'another one', 'Firefox');
    await expect(again).rejects.toMatchObject({ code: 'not-found' });
    const late = await a.members.makePasswordLink(a.mara, 'bo');
    a.t.clock.advance(24 * HOUR);
    const use = a.signIn.redeemPasswordLink(late.secret, PASSWORD, 'Firefox');
    await expect(use).rejects.toMatchObject({ code: 'not-found' });
    await expect(a.members.makePasswordLink(a.mara, 'ada')).rejects.toMatchObject({
      code: 'forbidden',
    });
    await expect(a.members.makePasswordLink(a.bo, 'bo')).rejects.toMatchObject({
      code: 'forbidden',
    });
  });
});

it('a password link works until a password is set with it, whatever interrupts that', async () => {
  await using a = await AccountsUnderTest.start();
  const { secret } = await a.members.makePasswordLink(a.mara, 'bo');
  let left = 0;
  const failing = new FailingStore(a.t.store, {
    fateOfNext: () => {
      left -= 1;
      return left === -1 ? 'outage' : 'works';
    },
    onBegin: (tx) => tx,
    onCommit: () => undefined,
    onDeath: () => undefined,
  });
  const signIn = new SignIn({ ...a.dependencies, store: failing.store });
  const email = 'bo@example.com';
  for (let steps = 0; steps < 4; steps += 1) {
    left = steps;
    const password = `${PASSWORD} ${steps}`;
    const redeemed = await signIn.redeemPasswordLink(secret, password, 'Firefox').catch(() => null);
    const entered = await a.signIn.withPassword({ email, password }, 'Firefox').catch(() => null);
    if (redeemed !== null) expect(entered).not.toBeNull();
    if (entered !== null) return;
  }
  expect.unreachable('the link does not work any more');
});

describe('devices', () => {
  it('TR3: a code gives the app that asked a token, once, for a minute', async () => {
    await using a = await AccountsUnderTest.start();
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const code = await a.devices.makeCode(a.bo, { challenge, deviceName: 'Bo’s Mac' });
    const exchange = (secret: string, proof = verifier) =>
      a.devices.exchangeCode(secret, { verifier: proof, deviceId: 'mac-1' });
    const { token, member } = await exchange(code);
    expect(member).toMatchObject({ memberId: 'bo' });
    expect(await a.caller(token)).toMatchObject({ memberId: 'bo', token: { kind: 'desktop' } });
    await expect(exchange(code)).rejects.toMatchObject({ code: 'not-found' });

    const stolen = await a.devices.makeCode(a.bo, { challenge, deviceName: 'Mac' });
    await expect(exchange(stolen, 'x'.repeat(43))).rejects.toMatchObject({ code: 'not-found' });
    await expect(exchange(stolen)).rejects.toMatchObject({ code: 'not-found' });

    const late = await a.devices.makeCode(a.bo, { challenge, deviceName: 'Mac' });
    a.t.clock.advance(60_000);
    await expect(exchange(late)).rejects.toMatchObject({ code: 'not-found' });

    const again = await a.devices.makeCode(a.bo, { challenge, deviceName: 'Bo’s Mac' });
    await exchange(again);
    expect(await a.caller(token)).toBeNull();
  });

  it.each<[string, (a: AccountsUnderTest, caller: MemberCaller) => Promise<unknown>]>([
    ['TR3: signed out', (a, { token }) => a.devices.revoke(a.ada, 'ada', token.tokenId)],
    [
      'AC4: signed out by another password',
      (a) => a.signIn.changePassword(a.ada, { current: PASSWORD, password: 'battery staple' }),
    ],
    ['AC3: signed out everywhere', (a) => a.devices.endSessions(a.ada, 'ada')],
  ])('%s, one is not back by a code that it has made before', async (_, signOut) => {
    await using a = await withPassword();
    const { caller } = await a.signIn.withPassword(
      { email: 'ada@example.com', password: PASSWORD },
      'Chrome',
    );
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const code = await a.devices.makeCode(caller, { challenge, deviceName: 'Mac' });
    await signOut(a, caller);
    const exchange = a.devices.exchangeCode(code, { verifier, deviceId: 'mac-1' });
    await expect(exchange).rejects.toMatchObject({ code: 'not-found' });
  });

  it('TR3: revoking one ends its session, and no other', async () => {
    await using a = await AccountsUnderTest.start();
    const laptop = await a.t.connect('bo');
    const phone = await a.t.connect('bo', 'phone');
    await a.devices.revoke(a.bo, 'bo', 'token-bo laptop');
    expect(laptop.said.at(-1)).toEqual({ code: 'unauthorized', by: 'member' });
    expect(phone.said).toHaveLength(1);
    const unknown = a.devices.revoke(a.bo, 'bo', 'token-bo laptop');
    await expect(unknown).rejects.toMatchObject({ code: 'not-found' });
    const foreign = a.devices.revoke(a.bo, 'ada', 'token-ada laptop');
    await expect(foreign).rejects.toMatchObject({ code: 'forbidden' });
    await expect(a.devices.list(a.bo, 'ada')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('PR11: a manager ends all sessions of somebody', async () => {
    await using a = await AccountsUnderTest.start();
    await a.t.connect('bo');
    await a.t.connect('bo', 'phone');
    expect(await a.devices.endSessions(a.mara, 'bo')).toBe(2);
    expect(await a.t.seen('bo')).toMatchObject({ status: 'offline', cause: 'ended-by-manager' });
    expect(await a.devices.list(a.mara, 'bo')).toEqual([]);
    await expect(a.devices.endSessions(a.mara, 'ada')).rejects.toMatchObject({ code: 'forbidden' });
    await expect(a.devices.endSessions(a.bo, 'bo')).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('integrations', () => {
  it('have a key that is told once and void when they are removed', async () => {
    await using a = await AccountsUnderTest.start();
    const add = (by: typeof a.ada) =>
      a.integrations.add(by, { name: 'Phone', scopes: ['contacts'] });
    await expect(add(a.bo)).rejects.toMatchObject({ code: 'forbidden' });
    const { key, integration } = await add(a.mara);
    await expect(add(a.mara)).rejects.toMatchObject({ code: 'conflict' });
    expect(await a.caller(key)).toEqual({
      kind: 'integration',
      teamId: 'team',
      integrationId: integration.integrationId,
      name: 'Phone',
      scopes: ['contacts'],
    });
    expect(JSON.stringify(await a.integrations.list(a.mara))).not.toContain(key);
    await a.integrations.remove(a.mara, integration.integrationId);
    expect(await a.caller(key)).toBeNull();
    const gone = a.integrations.remove(a.mara, integration.integrationId);
    await expect(gone).rejects.toMatchObject({ code: 'not-found' });
    expect((await a.audit()).map(({ action }) => action)).toEqual([
      'integration.added',
      'integration.removed',
    ]);
  });
});
