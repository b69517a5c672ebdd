import { userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { isLoopbackHost } from '../shared/domain/loopback.ts';
import { describeIssues } from '../shared/protocol/schemas.ts';
import { OperatorError } from './operator-error.ts';

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

/** Where the build puts the board. */
const BOARD_FOLDER = join(import.meta.dirname, '../../out/board');

/** What a flag without a value or a variable says. */
const yesOrNo = z
  .enum(['true', '1', 'yes', 'false', '0', 'no'], 'must be true or false')
  .transform((text) => ['true', '1', 'yes'].includes(text))
  .default(false);

const text = z.string().nullable().default(null);

/** Where a server is reached that was told nothing else. */
const DEFAULT_PUBLIC_URL = 'http://127.0.0.1:4180';

/** Longest that a token has to be for nobody to guess it, in characters. */
const MIN_TOKEN_LENGTH = 16;

type Setting = {
  /** As the command line has it; null where it is no business of a list of processes. */
  readonly flag: string | null;
  readonly variable: string;
  readonly about: string;
  readonly schema: z.ZodType;
};

/** Everything that can be set, by flag or variable; what is after `default` holds otherwise. */
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
    about: 'not supported yet',
    schema: z
      .string()
      .optional()
      .refine((url) => url === undefined, 'is not supported: one process serves the team'),
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

type Settings = typeof SETTINGS;
type Name = keyof Settings;
type Value<N extends Name> = z.output<Settings[N]['schema']>;

/** What the command line said; what it did not say is left out. */
export type Flags = { readonly [N in Name]?: string | boolean | undefined };
/** What commands that only need the data take. */
export type StoreFlags = Pick<Flags, 'data'>;
/** What commands that make links take as well. */
export type UrlFlags = Pick<Flags, 'data' | 'publicUrl'>;
export type ServeFlags = Flags & { readonly demo?: boolean };
type Environment = Readonly<Record<string, string | undefined>>;

export type StoreConfig = {
  /** Absolute path of the folder that holds everything the server keeps. */
  readonly dataFolder: string;
  /** Where PostgreSQL is; null where SQLite in the data folder holds everything. */
  readonly databaseUrl: string | null;
};

export type OidcConfig = {
  readonly issuer: string;
  readonly clientId: string;
  /** Null for a public client. */
  readonly clientSecret: string | null;
  /** What people call the provider. */
  readonly name: string;
};

export type ServerConfig = StoreConfig & {
  readonly host: string;
  /** 0 lets the system pick a free one. */
  readonly port: number;
  /** Where people reach the server, without a slash at the end; null where that was not said. */
  readonly publicUrl: string | null;
  /** Absolute paths, where the server speaks TLS itself. */
  readonly tls: { readonly certFile: string; readonly keyFile: string } | null;
  /** A proxy in front speaks TLS, so plain HTTP may come from elsewhere than loopback (TR4). */
  readonly trustProxy: boolean;
  /** Whether simulated colleagues join the team, and what the person who watches them is called. */
  readonly demo: { readonly viewerName: string } | null;
  readonly logLevel: (typeof LOG_LEVELS)[number];
  readonly metricsToken: string | null;
  /** Single sign-on; null where members sign in with passwords alone. */
  readonly oidc: OidcConfig | null;
  /** Whether webhooks may go to addresses that are not public. */
  readonly allowPrivateWebhooks: boolean;
  /** Where the board's files are, once they are built. */
  readonly boardFolder: string;
};

/**
 * Where the data is: what the flag says, else the variable, else `./data`.
 * @throws OperatorError where a value does not fit.
 */
export function readStoreConfig(
  flags: StoreFlags,
  environment: Environment = process.env,
): StoreConfig {
  const read = readerOf(flags, environment);
  return { dataFolder: resolve(read('data')), databaseUrl: read('databaseUrl') };
}

/**
 * Where people reach the server, for links: without a slash at its end.
 * @throws OperatorError where the value does not fit.
 */
export function readPublicUrl(flags: UrlFlags, environment: Environment = process.env): string {
  return readerOf(flags, environment)('publicUrl') ?? DEFAULT_PUBLIC_URL;
}

/** What a setting is, for the help of a command. */
export function helpOn({
  about,
  variable,
  schema,
}: (typeof SETTINGS)[keyof typeof SETTINGS]): string {
  const standard = schema.safeParse(undefined).data ?? null;
  const otherwise = standard === null || standard === false ? '' : `, else ${standard}`;
  return `${about} (default: $${variable}${otherwise})`;
}

/**
 * Everything `serve` needs to know.
 * @throws OperatorError where a value or the combination of them does not fit.
 */
export function readServerConfig(
  flags: ServeFlags,
  environment: Environment = process.env,
): ServerConfig {
  const read = readerOf(flags, environment);
  read('redisUrl');
  const host = read('host');
  const trustProxy = read('trustProxy');
  const tls = tlsOf(read('cert'), read('key'));
  if (!trustProxy && tls === null && !isLoopbackHost(host)) {
    throw new OperatorError(
      `Refusing to listen on ${host}: over plain HTTP anyone on the way could read the sign-in. ` +
        'Speak TLS with --cert and --key, put a TLS proxy in front and say --trust-proxy, ' +
        'or leave --host at 127.0.0.1.',
    );
  }
  return {
    ...readStoreConfig(flags, environment),
    host,
    port: read('port'),
    publicUrl: read('publicUrl'),
    tls,
    trustProxy,
    demo: flags.demo === true ? { viewerName: viewerName() } : null,
    logLevel: read('logLevel'),
    metricsToken: read('metricsToken'),
    oidc: oidcOf(read('oidcIssuer'), read('oidcClientId'), {
      clientSecret: read('oidcClientSecret'),
      name: read('oidcName'),
    }),
    allowPrivateWebhooks: read('allowPrivateWebhooks'),
    boardFolder: BOARD_FOLDER,
  };
}

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

/** Reads a setting: the flag counts before the variable, and an empty variable counts as none. */
function readerOf(flags: Flags, environment: Environment): <N extends Name>(name: N) => Value<N> {
  return (name) => {
    const { flag, variable, schema } = SETTINGS[name];
    const given = flags[name];
    const said = given === undefined ? environment[variable] || undefined : String(given);
    const parsed = schema.safeParse(said);
    if (parsed.success) return parsed.data as Value<typeof name>;
    const called = given === undefined || flag === null ? variable : flag.split(' ')[0];
    throw new OperatorError(
      `${called} does not fit: it ${describeIssues(parsed.error)}. Change it or leave it out.`,
    );
  };
}

function tlsOf(cert: string | null, key: string | null): ServerConfig['tls'] {
  if (cert === null && key === null) return null;
  if (cert === null || key === null) {
    throw new OperatorError('TLS needs both --cert and --key. Give the one that is missing too.');
  }
  return { certFile: resolve(cert), keyFile: resolve(key) };
}

function oidcOf(
  issuer: string | null,
  clientId: string | null,
  rest: Pick<OidcConfig, 'clientSecret' | 'name'>,
): OidcConfig | null {
  if (issuer === null && clientId === null) return null;
  if (issuer === null || clientId === null) {
    throw new OperatorError(
      'Single sign-on needs both --oidc-issuer and --oidc-client-id. Give the one that is missing too.',
    );
  }
  return { issuer, clientId, ...rest };
}

/** A first name from the account's name, where that looks like a person's. */
function viewerName(): string {
  const account = accountName();
  if (
    !/^\p{L}{2,20}$/u.test(account) ||
    /^(root|admin|administrator|user|ubuntu|node)$/i.test(account)
  ) {
    return 'You';
  }
  return account.charAt(0).toUpperCase() + account.slice(1);
}

function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    // In a container the user may have no entry in the list of accounts.
    return '';
  }
}
