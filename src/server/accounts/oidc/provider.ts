import * as oidc from 'openid-client';
import { z } from 'zod';
import { isLoopbackHost } from '../../../shared/domain/loopback.ts';
import type { OidcConfig } from '../../config.ts';
import type { Flow } from './flow-cookie.ts';
import { SsoFailure } from './sso-failure.ts';

export type ProviderConfig = Pick<OidcConfig, 'issuer' | 'clientId' | 'clientSecret'>;

/** How long the provider may take to answer a request, in seconds. */
const TIMEOUT_SECONDS = 10;

const claimsSchema = z.object({
  iss: z.string().min(1).max(1024),
  sub: z.string().min(1).max(255),
  email: z.string().optional(),
  // Some providers write it as a text.
  email_verified: z.union([z.boolean(), z.enum(['true', 'false'])]).optional(),
  name: z.string().optional(),
});

/** Whom the provider vouches for. */
export type Claims = {
  readonly issuer: string;
  readonly subject: string;
  /** Lower case; null unless the provider has verified it. */
  readonly email: string | null;
  readonly name: string | null;
};

/** The organization's OpenID Connect provider: authorization code, with PKCE, state and nonce. */
export class Provider {
  readonly #config: ProviderConfig;
  #discovered: Promise<oidc.Configuration> | null = null;

  constructor(config: ProviderConfig) {
    this.#config = config;
  }

  /** The provider's page for signing in. @throws SsoFailure */
  async signInPage({ state, nonce, verifier }: Flow, callback: URL): Promise<URL> {
    const discovered = await this.#discover();
    return oidc.buildAuthorizationUrl(discovered, {
      redirect_uri: callback.href,
      scope: 'openid email profile',
      state,
      nonce,
      code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
    });
  }

  /** Whom the answer speaks of that the browser brought to `answered`. @throws SsoFailure */
  async redeem({ state, nonce, verifier }: Flow, answered: URL): Promise<Claims> {
    const discovered = await this.#discover();
    try {
      const tokens = await oidc.authorizationCodeGrant(discovered, answered, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      });
      const claims = claimsSchema.parse(tokens.claims());
      if (claims.email !== undefined) return toClaims(claims);
      // Many providers tell the rest only when they are asked for it.
      const more = await oidc.fetchUserInfo(discovered, tokens.access_token, claims.sub);
      return toClaims(claimsSchema.parse({ ...more, ...claims }));
    } catch (error) {
      throw failureOf(error);
    }
  }

  /** Asked once, when it is needed first; where it fails, the next one asks again. */
  async #discover(): Promise<oidc.Configuration> {
    this.#discovered ??= discover(this.#config);
    try {
      return await this.#discovered;
    } catch (error) {
      this.#discovered = null;
      throw new SsoFailure('sso-unavailable', error);
    }
  }
}

function discover({ issuer, clientId, clientSecret }: ProviderConfig): Promise<oidc.Configuration> {
  const url = new URL(issuer);
  return oidc.discovery(url, clientId, undefined, clientAuthentication(clientSecret), {
    timeout: TIMEOUT_SECONDS,
    // The client's secret travels there (TR4).
    execute: isLoopbackHost(url.hostname) ? [oidc.allowInsecureRequests] : [],
  });
}

function clientAuthentication(secret: string | null): oidc.ClientAuth {
  if (secret === null) return oidc.None();
  const [post, basic] = [oidc.ClientSecretPost(secret), oidc.ClientSecretBasic(secret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported;
    return (methods?.includes('client_secret_post') ? post : basic)(server, ...rest);
  };
}

function toClaims({ iss, sub, email, email_verified, name }: z.infer<typeof claimsSchema>): Claims {
  const isVerified = email_verified === true || email_verified === 'true';
  return {
    issuer: iss,
    subject: sub,
    email: isVerified && email !== undefined ? email.toLowerCase() : null,
    name: name ?? null,
  };
}

function failureOf(error: unknown): SsoFailure {
  if (error instanceof oidc.AuthorizationResponseError && error.error === 'access_denied') {
    return new SsoFailure('sso-declined', error);
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const isDown =
    (error instanceof TypeError && error.cause !== undefined) || code === 'OAUTH_TIMEOUT';
  return new SsoFailure(isDown ? 'sso-unavailable' : 'sso-failed', error);
}
