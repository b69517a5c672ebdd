import type { ServerConfig } from './config.ts';

/** The configuration as the log may have it: secrets are masked. */
export function describeConfig(config: ServerConfig): object {
  const { demo, databaseUrl, metricsToken, oidc, ...rest } = config;
  return {
    ...rest,
    demo: demo !== null,
    databaseUrl: databaseUrl === null ? null : withoutPassword(databaseUrl),
    metricsToken: masked(metricsToken),
    oidc: oidc === null ? null : { ...oidc, clientSecret: masked(oidc.clientSecret) },
  };
}

function masked(secret: string | null): string | null {
  return secret === null ? null : '***';
}

/** A password may stand before the host or in the query. */
function withoutPassword(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  if (url.password !== '') url.password = '***';
  url.search = '';
  return url.href;
}
