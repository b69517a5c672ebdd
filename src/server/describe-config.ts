import type { ServerConfig } from './config.ts';

/** The configuration as the log may have it: secrets are masked. */
export function describeConfig(config: ServerConfig): object {
  const { demo, databaseUrl, redisUrl, metricsToken, oidc, ...rest } = config;
  return {
    ...rest,
    demo: demo !== null,
    databaseUrl: withoutPassword(databaseUrl),
    redisUrl: withoutPassword(redisUrl),
    metricsToken: masked(metricsToken),
    oidc: oidc === null ? null : { ...oidc, clientSecret: masked(oidc.clientSecret) },
  };
}

function masked(secret: string | null): string | null {
  return secret === null ? null : '***';
}

/** A password may stand before the host or in the query. */
function withoutPassword(address: string | null): string | null {
  if (address === null) return null;
  const url = new URL(address);
  if (url.password !== '') url.password = '***';
  url.search = '';
  return url.href;
}
