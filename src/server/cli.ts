import { Command, Option } from 'commander';
import { ROLES } from '../shared/domain/member.ts';
import type { TeamAdmin } from './admin/team-admin.ts';
import { createApp, openAdmin } from './app.ts';
import {
  readServerConfig,
  readStoreConfig,
  SETTINGS,
  type ServeFlags,
  type ServerConfig,
  type StoreFlags,
} from './config.ts';
import { VIEWER_EMAIL } from './demo/people.ts';
import { errorCode, OperatorError } from './operator-error.ts';
import { stopRequest } from './stop-request.ts';
import type { StoredMember } from './store/accounts.ts';

/** Longest that stopping may take, in milliseconds. */
const STOP_TIMEOUT_MS = 4_500;

const dataOption = () => new Option(SETTINGS.data.flag, helpOn(SETTINGS.data));

const program = new Command('npm run server --')
  .description('Ampel team server: who of the team is Online, Busy or Offline')
  .showHelpAfterError('(add --help to see how)')
  .addHelpText(
    'after',
    `
A first start:
  $ npm run server -- member add ada@example.com --name "Ada Lovelace"
  $ npm run server -- serve
  $ npm run server -- token ada@example.com --device laptop

Everything but serve works whether or not the server is running.`,
  );

const serveCommand = program
  .command('serve')
  .description('run the server until it is told to stop')
  .option('--demo', 'add simulated colleagues who come and go', false)
  .action((flags: ServeFlags) => serve(flags));
for (const option of settingOptions()) serveCommand.addOption(option);
serveCommand.addHelpText('after', helpOnVariables);

const member = program.command('member').description('the people of the team');

member
  .command('add')
  .description('add a person; the first one becomes owner')
  .argument('<email>', 'e-mail address, which names the person to the other commands')
  .requiredOption('--name <name>', 'name as the team sees it, up to 80 characters')
  .addOption(new Option('--role <role>', 'what the person may do').choices(ROLES))
  .addOption(dataOption())
  .action((email: string, flags: StoreFlags & { name: string; role?: string }) =>
    administer(flags, async (admin) => {
      const added = await admin.addMember({ email, name: flags.name, role: flags.role });
      const because =
        flags.role === undefined && added.role === 'owner' ? ', as the first one' : '';
      return (
        `${added.name} <${added.email}> is now a member of the team (role: ${added.role}${because}).\n` +
        `Next, a token for each of their devices: token ${added.email} --device <name>`
      );
    }),
  );

member
  .command('list')
  .description('list everyone, one on a line: e-mail, role, name')
  .addOption(dataOption())
  .action((flags: StoreFlags) =>
    administer(flags, async (admin) => {
      const members = await admin.members();
      return members.map(({ email, role, name }) => `${email}\t${role}\t${name}`).join('\n');
    }),
  );

program
  .command('token')
  .description('print a new token for a device; the one it had before is void from then on')
  .argument('<email>', 'e-mail address of the member')
  .requiredOption('--device <name>', 'name of the device, for example laptop')
  .addOption(dataOption())
  .action((email: string, flags: StoreFlags & { device: string }) =>
    administer(flags, (admin) => admin.issueToken(email, flags.device)),
  );

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
  if (error instanceof OperatorError) return error.message;
  if (errorCode(error) === 'ERR_SQLITE_ERROR' && error instanceof Error) {
    return `The database refused (${error.message}). See that its disk has room and is writable, then try again.`;
  }
  return null;
}

/** Runs one administrative task and prints what it answers. */
async function administer(
  flags: StoreFlags,
  task: (admin: TeamAdmin) => Promise<string>,
): Promise<void> {
  const { admin, close } = await openAdmin(readStoreConfig(flags));
  try {
    const answer = await task(admin);
    if (answer !== '') process.stdout.write(`${answer}\n`);
  } finally {
    await close();
  }
}

async function serve(flags: ServeFlags): Promise<void> {
  const config = readServerConfig(flags);
  const stop = stopRequest(process.env);
  const app = createApp(config);
  try {
    const { url } = await app.listen();
    const members = await app.admin.members();
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
  const command = (text: string) =>
    `  npm run server -- ${text} --data ${quoted(config.dataFolder)}\n`;
  let next = '';
  if (members.length === 0) {
    next =
      'The team has no members yet. Add the first one, who becomes owner, in another terminal:\n' +
      command('member add <email> --name <name>') +
      command('token <email> --device <name>');
  } else if (config.demo !== null) {
    const viewer = members.find(({ email }) => email === VIEWER_EMAIL);
    next =
      viewer === undefined
        ? 'The team has members of its own, so the demo added nobody.\n'
        : `To join the demo as ${viewer.name}, sign in to the app with the token that this prints:\n` +
          command(`token ${VIEWER_EMAIL} --device laptop`);
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

function helpOn({ about, variable, schema }: (typeof SETTINGS)[keyof typeof SETTINGS]): string {
  const standard = schema.safeParse(undefined).data ?? null;
  const otherwise = standard === null || standard === false ? '' : `, else ${standard}`;
  return `${about} (default: $${variable}${otherwise})`;
}

function helpOnVariables(): string {
  const lines = Object.values(SETTINGS)
    .filter(({ flag }) => flag === null)
    .map(({ variable, about }) => `  ${variable.padEnd(26)}${about}`);
  return `\nSet in the environment only, where other users cannot see them:\n${lines.join('\n')}\n`;
}
