import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteStore } from '../../../src/server/store/sqlite/sqlite-store.ts';
import { hashToken } from '../../../src/server/tokens/token.ts';
import type { Role } from '../../../src/shared/domain/member.ts';
import { storeMember, storeTeam, storeToken } from '../../support/stored-team.ts';
import type { Platform } from './computer.ts';
import { ProcessClock, WallClock } from './process-clock.ts';
import { Timeline } from './timeline.ts';

export const TEAM_ID = 'team';

const MEMBERS: readonly { readonly memberId: string; readonly role: Role }[] = [
  { memberId: 'ada', role: 'owner' },
  { memberId: 'bo', role: 'manager' },
  { memberId: 'cy', role: 'agent' },
];

export const MEMBER_IDS: readonly string[] = MEMBERS.map(({ memberId }) => memberId);

export type DevicePlan = {
  readonly deviceId: string;
  readonly memberId: string;
  readonly platform: Platform;
};

const linux: Platform = { tells: false, countsSleep: false };
const windows: Platform = { tells: true, countsSleep: true };
const mac: Platform = { tells: true, countsSleep: false };

/** Ada has three devices; of the others each has one. */
export const DEVICES: readonly DevicePlan[] = [
  { deviceId: 'ada-desk', memberId: 'ada', platform: linux },
  { deviceId: 'ada-laptop', memberId: 'ada', platform: windows },
  { deviceId: 'ada-home', memberId: 'ada', platform: mac },
  { deviceId: 'bo-laptop', memberId: 'bo', platform: linux },
  { deviceId: 'cy-laptop', memberId: 'cy', platform: windows },
];

/** The real token of a device: the store knows its hash. */
export function tokenOf({ deviceId }: DevicePlan): string {
  return `ampel_${deviceId}`;
}

/** In memory where the system has such a folder: each commit waits for the disk. */
const scratch = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** Data folders with the team in them and nothing that ever happened. */
export class DataFolders implements Disposable {
  readonly #root: string;
  readonly #database: Buffer;

  private constructor(root: string, database: Buffer) {
    this.#root = root;
    this.#database = database;
  }

  static async prepare(): Promise<DataFolders> {
    const root = mkdtempSync(join(scratch, 'ampel-model-'));
    return new DataFolders(root, await templateIn(join(root, 'template')));
  }

  create(): Disposable & { readonly path: string } {
    const path = join(this.#root, randomUUID());
    mkdirSync(path);
    writeFileSync(join(path, 'ampel.sqlite'), this.#database);
    return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/** The database of a team that has just been set up. */
async function templateIn(folder: string): Promise<Buffer> {
  const timeline = new Timeline();
  const clock = new ProcessClock(timeline, new WallClock(timeline));
  const store = openSqliteStore(folder, clock);
  await storeTeam(store, TEAM_ID, 'Team');
  const createdAt = clock.now();
  for (const { memberId, role } of MEMBERS) {
    const email = `${memberId}@example.com`;
    await storeMember(store, { memberId, teamId: TEAM_ID, email, name: memberId, role, createdAt });
  }
  for (const device of DEVICES) {
    const { memberId, deviceId: deviceName } = device;
    const tokenHash = hashToken(tokenOf(device));
    await storeToken(store, { tokenHash, memberId, deviceName, createdAt });
  }
  await store.close();
  return readFileSync(join(folder, 'ampel.sqlite'));
}
