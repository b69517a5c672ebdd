import { Command, Option } from 'commander';
import { Refusal } from '../shared/protocol/errors.ts';
import { addBackupCommands } from './admin/backup-commands.ts';
import { addTeamCommands } from './admin/commands.ts';
import { createApp } from './app.ts';
import { readServerConfig, type ServeFlags, type ServerConfig } from './config.ts';
import { VIEWER_EMAIL } from './demo/people.ts';
import { errorCode, OperatorError } from './operator-error.ts';
import { helpOn, SETTINGS } from './settings.ts';
import { stopRequest } from './stop-request.ts';
import type { StoredMember } from './store/accounts.ts';

/** Longest that stopping may take, in milliseconds. */
const STOP_TIMEOUT_MS = 4_500;

/** How whoever runs the server calls it, where that is not by npm. */
const COMMAND = process.env['AMPEL_COMMAND'] ?? 'npm run server --';

const program = new Command(COMMAND)
  .description('Ampel team server: who of the team is Online, Busy or Offline')
  .showHelpAfterError('(add --help to see how)')
  .addHelpText(
    'after',
    `
A first start:
  $ ${COMMAND} team create Support --owner ada@example.com
  $ ${COMMAND} serve
  $ ${COMMAND} member token ada@example.com --device laptop

Everything but serve works whether or not the server is running.`,
  );

const serveCommand = program
  .command('serve')
  .description('run the server until it is told to stop')
  .option('--demo', 'add simulated colleagues who come and go', false)
  .action((flags: ServeFlags) => serve(flags));
for (const option of settingOptions()) serveCommand.addOption(option);
serveCommand.addHelpText('after', helpOnVariables);

addTeamCommands(program);
addBackupCommands(program);

try {
  await program.parseAsync();
} catch (error) {
  const message = forOperator(error);
  if (message === null) throw error;
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
}

/** What to tell the person at the command line, or null where it is a bug. */
function forOperator(error: unknown): string | null {
  if (error instanceof OperatorError || error instanceof Refusal) return error.message;
  if (errorCode(error) === 'ERR_SQLITE_ERROR' && error instanceof Error) {
    return `The database refused (${error.message}). See that its disk has room and is writable, then try again.`;
  }
  return null;
}

async function serve(flags: ServeFlags): Promise<void> {
  const config = readServerConfig(flags);
  const stop = stopRequest(process.env);
  const app = createApp(config);
  try {
    const { url } = await app.listen();
    const members = (await app.admin.teams()).flatMap((team) => team.members);
    process.stdout.write(greeting(url, config, members));
    process.send?.({ type: 'ready', url });
    if (config.tls !== null) process.on('SIGHUP', () => app.reloadTls());
    await stop;
    process.stdout.write('Stopping.\n');
    endAtLast();
  } finally {
    await app.close();
  }
}

function greeting(url: string, config: ServerConfig, members: readonly StoredMember[]): string {
  const command = (text: string) => `  ${COMMAND} ${text} --data ${quoted(config.dataFolder)}\n`;
  let next = '';
  if (members.length === 0) {
    next =
      'There is no team yet. Create one, in another terminal; this server finds it by itself:\n' +
      command('team create <name> --owner <email>');
  } else if (config.demo !== null) {
    const viewer = members.find(({ email }) => email === VIEWER_EMAIL);
    next =
      viewer === undefined
        ? 'The team has members of its own, so the demo added nobody.\n'
        : `To join the demo as ${viewer.name}, sign in to the app with the token that this prints:\n` +
          command(`member token ${VIEWER_EMAIL} --device laptop`);
  }
  return (
    `Ampel team server is running at ${url}\n` +
    `Data folder: ${config.dataFolder}\n${next}Stop it with Ctrl+C.\n`
  );
}

function quoted(path: string): string {
  return /^[\w./:\\-]+$/.test(path) ? path : JSON.stringify(path);
}

/** A store that does not answer any more must not keep the server from ending. */
function endAtLast(): void {
  setTimeout(() => {
    process.stderr.write('Ended without waiting for the database, which did not answer.\n');
    process.exit(1);
  }, STOP_TIMEOUT_MS).unref();
}

/** What `serve` takes, beside what stands in the environment only. */
function settingOptions(): readonly Option[] {
  return Object.values(SETTINGS)
    .filter(({ flag }) => flag !== null)
    .map((setting) => new Option(setting.flag ?? '', helpOn(setting)));
}

function helpOnVariables(): string {
  const lines = Object.values(SETTINGS)
    .filter(({ flag }) => flag === null)
    .map(({ variable, about }) => `  ${variable.padEnd(26)}${about}`);
  return `\nSet in the environment only, where other users cannot see them:\n${lines.join('\n')}\n`;
}
