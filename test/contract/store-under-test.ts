import type { NewMember } from '../../src/server/store/accounts.ts';
import type { Store } from '../../src/server/store/store.ts';
import { storeMember, storeTeam } from '../support/stored-team.ts';

export const ada: NewMember = {
  memberId: 'ada',
  teamId: 'team',
  email: 'ada@example.com',
  name: 'Ada',
  role: 'default',
  createdAt: 1_000,
};
export const bo: NewMember = { ...ada, memberId: 'bo', email: 'bo@example.com', name: 'Bo' };

export type StoreUnderTest = AsyncDisposable & {
  readonly store: Store;
  /** The same data through another connection, as another process has it. */
  openAnother(): Promise<Store>;
  /** Lets the time pass within which a store looks for what others wrote; nothing where it is told. */
  passPolling(): void;
};

/** The same with a team, of which Ada and Bo are members. */
export async function withTeam(create: () => Promise<StoreUnderTest>): Promise<StoreUnderTest> {
  const under = await create();
  await storeTeam(under.store);
  await storeMember(under.store, ada);
  await storeMember(under.store, bo);
  return under;
}
