import { afterAll, beforeAll } from 'vitest';
import { PostgresServer } from '../../scripts/postgres-server.ts';
import { type Deployment, deploy } from './deployment.ts';

export const DATABASES = ['SQLite', 'PostgreSQL'] as const;
type DatabaseKind = (typeof DATABASES)[number];

/** To be called while tests are collected; the answer makes a new deployment in a test. */
export function deploymentsOn(kind: DatabaseKind): () => Promise<Deployment> {
  let postgres: PostgresServer | null = null;
  if (kind === 'PostgreSQL') {
    beforeAll(async () => {
      postgres = await PostgresServer.start();
    });
    afterAll(() => postgres?.[Symbol.asyncDispose]());
  }
  return async () => deploy((await postgres?.createDatabase()) ?? null);
}
