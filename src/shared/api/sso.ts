import { z } from 'zod';
import { secretField } from './fields.ts';

/** Where signing in with the organization's account begins, and where the provider sends back to. */
export const SSO_PATH = '/auth/oidc';
export const SSO_CALLBACK_PATH = '/auth/oidc/callback';

/** Longest path to come back to, in characters. */
export const MAX_RETURN_LENGTH = 1024;

/** Why signing in with the organization's account failed: `/sign-in?problem=…` says it in words. */
export const SSO_PROBLEMS = [
  /** The provider does not answer. */
  'sso-unavailable',
  /** The person, or the provider, said no. */
  'sso-declined',
  /** It took too long, or began in another browser. */
  'sso-expired',
  /** Something in the answer does not fit; the log says what. */
  'sso-failed',
  /** The provider does not vouch for an e-mail address. */
  'sso-unverified',
  /** Nobody in a team has that address. */
  'sso-no-member',
  /** The member signs in with another account of the same provider. */
  'sso-other-account',
  /** The member is switched off. */
  'switched-off',
  /** The invite was used, taken back or is too old. */
  'invite-void',
] as const;
export type SsoProblem = (typeof SSO_PROBLEMS)[number];

/** Begins with an invite, whose secret belongs in no address. */
export const startSsoSchema = z.strictObject({
  invite: secretField,
  returnTo: z.string().max(MAX_RETURN_LENGTH).optional(),
});
/** Where the page is to go: the provider's own. */
export const startedSsoSchema = z.object({ url: z.url() });
