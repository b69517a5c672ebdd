/**
 * `npm run bench:durability [-- rounds]`: kills the server while a whole team writes, twenty times
 * on each database, and says what was lost of what it had acknowledged.
 */
import process from 'node:process';
import { PostgresServer } from '../../scripts/postgres-server.ts';
import { type Deployment, deploy } from '../support/deployment.ts';
import { WritingTeam } from '../support/writing-team.ts';

const WRITES = 1_000;
const rounds = Number(process.argv[2] ?? 20);

await using postgres = await PostgresServer.start();
const results = [
  await measure('SQLite', await deploy(null)),
  await measure('PostgreSQL', await deploy(await postgres.createDatabase())),
];
process.stdout.write(`${JSON.stringify(results)}\n`);
process.exitCode = results.every(({ lost }) => lost === 0) ? 0 : 1;

async function measure(database: string, made: Deployment) {
  await using deployment = made;
  const team = await WritingTeam.on(deployment);
  let lost = 0;
  for (let round = 1; round <= rounds; round += 1) {
    const before = performance.now();
    await using server = await deployment.serve();
    await team.start(server.url);
    const started = performance.now();
    await team.until(WRITES);
    await server.stop('SIGKILL');
    const written = performance.now();
    await team.stop();
    const missing = await team.lost();
    lost += missing.length;
    const starting = Math.round(started - before);
    const writing = Math.round(written - started);
    process.stdout.write(
      `${database}, round ${round}: up with everyone back in ${starting} ms, killed after ${writing} ms, ` +
        `${team.acknowledged} writes acknowledged so far, ${missing.length} lost ${missing.slice(0, 5).join('; ')}\n`,
    );
  }
  return { database, rounds, acknowledged: team.acknowledged, lost };
}
