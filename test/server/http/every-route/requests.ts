import { createHash } from 'node:crypto';
import type { Scope } from '../../../../src/shared/api/integrations.ts';
import { PASSWORD, type Scene, secretOf } from './scene.ts';

/** A request that is answered with what was asked for. */
export type GoodRequest = {
  /** Who may make it, least of all: others are refused. */
  readonly who: 'anyone' | 'agent' | 'manager';
  /** What a program's key has to open for it; without one no program may. */
  readonly scope?: Scope;
  readonly query?: string;
  /** Made when it is needed: it may need something that is used up by it. */
  readonly body?: (scene: Scene) => Promise<object> | object;
};

const verifier = 'v'.repeat(43);
const challenge = createHash('sha256').update(verifier).digest('base64url');
const period = 'from=2026-01-05&to=2026-01-05';
const inviteSecret = async ({ make }: Scene) =>
  secretOf((await make('/invites', { email: 'joins@example.com', role: 'agent' })).link);
const passwordSecret = async ({ make, ids }: Scene) =>
  secretOf((await make(`/members/${ids.memberId}/password-link`)).link);

/** One for each operation, written by hand: who may do what is said here once more. */
export const GOOD_REQUESTS: Readonly<Record<string, GoodRequest>> = {
  getSignInOptions: { who: 'anyone' },
  signIn: {
    who: 'anyone',
    body: async (scene) => {
      await scene.setPassword();
      return { email: scene.email, password: PASSWORD };
    },
  },
  getSession: { who: 'agent' },
  signOut: { who: 'agent' },
  usePasswordLink: {
    who: 'anyone',
    body: async (scene) => ({ secret: await passwordSecret(scene), password: PASSWORD }),
  },
  getOwnStatus: { who: 'agent' },
  setOwnStatus: { who: 'agent', body: () => ({ choice: 'busy', note: 'Lunch' }) },
  getMemberStatus: { who: 'agent', scope: 'status:read' },
  getMe: { who: 'agent' },
  changePassword: {
    who: 'agent',
    body: async (scene) => {
      await scene.setPassword();
      return { current: PASSWORD, password: `${PASSWORD}!` };
    },
  },
  getOwnHistory: { who: 'agent' },
  listMembers: { who: 'agent', scope: 'status:read' },
  getMember: { who: 'agent', scope: 'status:read' },
  changeMember: { who: 'manager', body: () => ({ name: 'Bob', capacity: 7 }) },
  endSessions: { who: 'manager' },
  createPasswordLink: { who: 'manager' },
  listOwnDevices: { who: 'agent' },
  revokeOwnDevice: { who: 'agent' },
  listDevices: { who: 'manager' },
  revokeDevice: { who: 'manager' },
  createDeviceCode: { who: 'agent', body: () => ({ challenge, deviceName: 'Laptop' }) },
  exchangeDeviceCode: {
    who: 'anyone',
    body: async ({ make }) => ({
      ...(await make('/device-codes', { challenge, deviceName: 'Laptop' })),
      verifier,
      device: 'Laptop',
    }),
  },
  listInvites: { who: 'manager' },
  createInvite: { who: 'manager', body: () => ({ email: 'else@example.com', role: 'agent' }) },
  revokeInvite: { who: 'manager' },
  lookAtInvite: { who: 'anyone', body: async (scene) => ({ secret: await inviteSecret(scene) }) },
  useInvite: {
    who: 'anyone',
    body: async (scene) => ({
      secret: await inviteSecret(scene),
      name: 'Joan',
      password: PASSWORD,
    }),
  },
  createContact: { who: 'manager', scope: 'contacts', body: () => ({ customer: 'Alan' }) },
  listContacts: { who: 'manager', scope: 'contacts' },
  listOwnContacts: { who: 'agent' },
  getContact: { who: 'agent', scope: 'contacts' },
  acceptContact: { who: 'agent' },
  returnContact: { who: 'agent' },
  closeContact: { who: 'agent', scope: 'contacts' },
  assignContact: { who: 'manager', body: ({ ids }) => ({ memberId: ids.memberId }) },
  listIntegrations: { who: 'manager' },
  createIntegration: { who: 'manager', body: () => ({ name: 'Desk', scopes: ['status:read'] }) },
  removeIntegration: { who: 'manager' },
  getSettings: { who: 'agent' },
  changeSettings: { who: 'manager', body: () => ({ inactivityTimeoutMinutes: 20 }) },
  listWebhooks: { who: 'manager' },
  addWebhook: {
    who: 'manager',
    body: () => ({ url: 'https://example.com/ampel', events: ['contact.assigned'] }),
  },
  changeWebhook: { who: 'manager', body: () => ({ active: false }) },
  removeWebhook: { who: 'manager' },
  testWebhook: { who: 'manager' },
  listDeliveries: { who: 'manager' },
  listAuditEntries: { who: 'manager' },
  exportAuditEntries: { who: 'manager' },
  getStatusTimes: { who: 'agent', query: period },
  exportStatusTimes: { who: 'agent', query: period },
};
