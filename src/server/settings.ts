import { z } from 'zod';

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

/** What a flag without a value or a variable says. */
const yesOrNo = z
  .enum(['true', '1', 'yes', 'false', '0', 'no'], 'must be true or false')
  .transform((text) => ['true', '1', 'yes'].includes(text))
  .default(false);

const text = z.string().nullable().default(null);

/** Longest that a token has to be for nobody to guess it, in characters. */
const MIN_TOKEN_LENGTH = 16;

type Setting = {
  /** As the command line has it; null where it is no business of a list of processes. */
  readonly flag: string | null;
  readonly variable: string;
  readonly about: string;
  readonly schema: z.ZodType;
};

/** Everything that can be set when the server starts, by flag or variable; what is after `default` holds otherwise. */
export const SETTINGS = {
  host: {
    flag: '--host <host>',
    variable: 'AMPEL_HOST',
    about: 'address to listen on',
    schema: z.string().default('127.0.0.1'),
  },
  port: {
    flag: '--port <port>',
    variable: 'AMPEL_PORT',
    about: 'port to listen on; 0 picks a free one',
    schema: z
      .string()
      .regex(/^\d{1,5}$/, 'must be a whole number from 0 to 65535')
      .transform(Number)
      .refine((port) => port <= 65_535, 'must be a whole number from 0 to 65535')
      .default(4180),
  },
  data: {
    flag: '--data <folder>',
    variable: 'AMPEL_DATA',
    about: 'folder that holds the database',
    schema: z.string().default('./data'),
  },
  databaseUrl: {
    flag: null,
    variable: 'DATABASE_URL',
    about: 'postgres://user:password@host/name, to keep everything in PostgreSQL instead of SQLite',
    schema: z
      .url({
        protocol: /^postgres(ql)?$/,
        error: 'must be like postgres://user:password@host/name',
      })
      .nullable()
      .default(null),
  },
  redisUrl: {
    flag: null,
    variable: 'REDIS_URL',
    about:
      'redis://:password@host or rediss://…, for several servers of one team; needs DATABASE_URL',
    schema: z
      .url({ protocol: /^rediss?$/, error: 'must be like redis://:password@host:6379' })
      .nullable()
      .default(null),
  },
  publicUrl: {
    flag: '--public-url <url>',
    variable: 'AMPEL_PUBLIC_URL',
    about: 'where people reach this server, for links: https://ampel.example.com',
    schema: z
      .url({ protocol: /^https?$/, error: 'must be like https://ampel.example.com', abort: true })
      .refine((url) => new URL(url).pathname === '/', 'must not have a path')
      .transform((url) => new URL(url).origin)
      .nullable()
      .default(null),
  },
  cert: {
    flag: '--cert <file>',
    variable: 'AMPEL_CERT',
    about: 'certificate chain (PEM), to speak TLS; read again on SIGHUP',
    schema: text,
  },
  key: {
    flag: '--key <file>',
    variable: 'AMPEL_KEY',
    about: 'private key of the certificate (PEM)',
    schema: text,
  },
  trustProxy: {
    flag: '--trust-proxy',
    variable: 'AMPEL_TRUST_PROXY',
    about: 'one TLS proxy is in front, so plain HTTP may come from elsewhere',
    schema: yesOrNo,
  },
  logLevel: {
    flag: '--log-level <level>',
    variable: 'AMPEL_LOG_LEVEL',
    about: `how much to write to stderr: ${LOG_LEVELS.join(', ')}`,
    schema: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  },
  metricsToken: {
    flag: null,
    variable: 'AMPEL_METRICS_TOKEN',
    about: 'opens /metrics from other computers, as Authorization: Bearer …',
    schema: z
      .string()
      .min(MIN_TOKEN_LENGTH, `must have at least ${MIN_TOKEN_LENGTH} characters`)
      .nullable()
      .default(null),
  },
  maxMemoryMb: {
    flag: '--max-memory-mb <megabytes>',
    variable: 'AMPEL_MAX_MEMORY_MB',
    about:
      'memory at which more connections are refused, else 80 % of what the machine or container has',
    schema: z
      .string()
      .regex(/^[1-9]\d{0,6}$/, 'must be a whole number of megabytes')
      .transform(Number)
      .nullable()
      .default(null),
  },
  oidcIssuer: {
    flag: '--oidc-issuer <url>',
    variable: 'AMPEL_OIDC_ISSUER',
    about: 'address of the OpenID Connect provider, for single sign-on',
    schema: z
      .url({ protocol: /^https?$/, error: 'must be like https://login.example.com' })
      .nullable()
      .default(null),
  },
  oidcClientId: {
    flag: '--oidc-client-id <id>',
    variable: 'AMPEL_OIDC_CLIENT_ID',
    about: 'what the provider calls this server',
    schema: text,
  },
  oidcClientSecret: {
    flag: null,
    variable: 'AMPEL_OIDC_CLIENT_SECRET',
    about: 'what this server proves itself to the provider with',
    schema: text,
  },
  oidcName: {
    flag: '--oidc-name <name>',
    variable: 'AMPEL_OIDC_NAME',
    about: 'what the button for single sign-on calls the provider',
    schema: z.string().max(40, 'must have at most 40 characters').default('SSO'),
  },
  allowPrivateWebhooks: {
    flag: '--allow-private-webhooks',
    variable: 'AMPEL_ALLOW_PRIVATE_WEBHOOKS',
    about: 'let webhooks go to addresses of the own network',
    schema: yesOrNo,
  },
} as const satisfies Record<string, Setting>;

/** What a setting is, for the help of a command. */
export function helpOn({ about, variable, schema }: Setting): string {
  const standard = schema.safeParse(undefined).data ?? null;
  const otherwise = standard === null || standard === false ? '' : `, else ${standard}`;
  return `${about} (default: $${variable}${otherwise})`;
}
