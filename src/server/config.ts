import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { isLoopbackHost } from '../shared/domain/loopback.ts';
import { describeIssues } from '../shared/protocol/schemas.ts';
import { OperatorError } from './operator-error.ts';

const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'] as const;

const environmentSchema = z.object({
  AMPEL_DATA: z.string().min(1).default('./data'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be like postgres://user:password@host/name' })
    .optional(),
  AMPEL_LOG_LEVEL: z.enum(LOG_LEVELS).default('warn'),
});
type Environment = z.infer<typeof environmentSchema>;

export type StoreConfig = {
  /** Absolute path of the folder that holds everything the server keeps. */
  readonly dataFolder: string;
  /** Where PostgreSQL is; null where SQLite in the data folder holds everything. */
  readonly databaseUrl: string | null;
};

export type ServerConfig = StoreConfig & {
  readonly host: string;
  /** 0 lets the system pick a free one. */
  readonly port: number;
  /** A proxy in front speaks TLS, so plain HTTP may come from elsewhere than loopback (TR4). */
  readonly trustProxy: boolean;
  /** Whether simulated colleagues join the team, and what the person who watches them is called. */
  readonly demo: { readonly viewerName: string } | null;
  readonly logLevel: (typeof LOG_LEVELS)[number];
};

export type StoreFlags = { readonly data?: string | undefined };
export type ServeFlags = StoreFlags & {
  readonly host: string;
  readonly port: number;
  readonly demo: boolean;
  readonly trustProxy: boolean;
};

/** Where the data is: the flag, else `AMPEL_DATA`, else `./data`. */
export function readStoreConfig(
  flags: StoreFlags,
  environment: Record<string, string | undefined> = process.env,
): StoreConfig {
  const { AMPEL_DATA, DATABASE_URL } = readEnvironment(environment);
  return { dataFolder: resolve(flags.data ?? AMPEL_DATA), databaseUrl: DATABASE_URL ?? null };
}

/**
 * Everything `serve` needs to know.
 * @throws OperatorError where the environment or the combination of flags does not fit.
 */
export function readServerConfig(
  flags: ServeFlags,
  environment: Record<string, string | undefined> = process.env,
): ServerConfig {
  if (!flags.trustProxy && !isLoopbackHost(flags.host)) {
    throw new OperatorError(
      `Refusing to listen on ${flags.host}: over plain HTTP anyone on the way could read the sign-in. ` +
        'Put a TLS proxy in front and say --trust-proxy, or leave --host at 127.0.0.1.',
    );
  }
  return {
    ...readStoreConfig(flags, environment),
    host: flags.host,
    port: flags.port,
    trustProxy: flags.trustProxy,
    demo: flags.demo ? { viewerName: viewerName() } : null,
    logLevel: readEnvironment(environment).AMPEL_LOG_LEVEL,
  };
}

function readEnvironment(environment: Record<string, string | undefined>): Environment {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    throw new OperatorError(
      `The environment does not fit: ${describeIssues(parsed.error)}. Change the variable or unset it.`,
    );
  }
  return parsed.data;
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
