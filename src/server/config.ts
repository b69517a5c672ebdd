import { join, resolve } from 'node:path';
import type { z } from 'zod';
import { isLoopbackHost } from '../shared/domain/loopback.ts';
import { describeIssues } from '../shared/protocol/schemas.ts';
import { viewerName } from './demo/viewer-name.ts';
import { OperatorError } from './operator-error.ts';
import { type LOG_LEVELS, SETTINGS } from './settings.ts';

/** Where the build puts the board. */
const BOARD_FOLDER = join(import.meta.dirname, '../../out/board');

/** Where a server is reached that was told nothing else. */
const DEFAULT_PUBLIC_URL = 'http://127.0.0.1:4180';

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
  /** Where Redis is, through which several servers serve one team; null where this one is alone. */
  readonly redisUrl: string | null;
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
  /** Memory at which more connections are refused, in megabytes; null where it follows the machine's. */
  readonly maxMemoryMb: number | null;
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

/**
 * Everything `serve` needs to know.
 * @throws OperatorError where a value or the combination of them does not fit.
 */
export function readServerConfig(
  flags: ServeFlags,
  environment: Environment = process.env,
): ServerConfig {
  const read = readerOf(flags, environment);
  const store = readStoreConfig(flags, environment);
  const redisUrl = read('redisUrl');
  if (redisUrl !== null) refuseInCluster(store, flags);
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
    ...store,
    redisUrl,
    host,
    port: read('port'),
    publicUrl: read('publicUrl'),
    tls,
    trustProxy,
    demo: flags.demo === true ? { viewerName: viewerName() } : null,
    logLevel: read('logLevel'),
    metricsToken: read('metricsToken'),
    maxMemoryMb: read('maxMemoryMb'),
    oidc: oidcOf(read('oidcIssuer'), read('oidcClientId'), {
      clientSecret: read('oidcClientSecret'),
      name: read('oidcName'),
    }),
    allowPrivateWebhooks: read('allowPrivateWebhooks'),
    boardFolder: BOARD_FOLDER,
  };
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

/** @throws OperatorError where what is configured works for a single server only. */
function refuseInCluster({ databaseUrl }: StoreConfig, { demo }: ServeFlags): void {
  if (databaseUrl === null) {
    throw new OperatorError(
      'REDIS_URL is for several servers of one team, which keep everything in PostgreSQL: SQLite is for one. ' +
        'Set DATABASE_URL too, or leave REDIS_URL out.',
    );
  }
  if (demo === true) {
    throw new OperatorError(
      'The simulated colleagues of --demo live in a single server. Leave out --demo or REDIS_URL.',
    );
  }
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
