import { type Command, Option } from 'commander';
import { ROLES } from '../../shared/domain/member.ts';
import { openAdmin } from '../app.ts';
import { readPublicUrl, readStoreConfig, type StoreFlags, type UrlFlags } from '../config.ts';
import { helpOn, SETTINGS } from '../settings.ts';
import type { StoredMember } from '../store/accounts.ts';
import type { PasswordLink, TeamAdmin } from './team-admin.ts';

type TeamFlags = StoreFlags & { readonly team?: string };

export const dataOption = () => new Option(SETTINGS.data.flag, helpOn(SETTINGS.data));

const teamOption = () =>
  new Option('--team <name>', 'name of the team, where there is more than one');

const urlOption = () => new Option(SETTINGS.publicUrl.flag, helpOn(SETTINGS.publicUrl));

/** The commands about teams and their members. Each is recorded as the operator's. */
export function addTeamCommands(program: Command): void {
  addTeam(program.command('team').description('the teams of this server'));
  addMember(program.command('member').description('the people of the teams'));
  // What it was called first; scripts may know it.
  addToken(program, { hidden: true });
}

function addTeam(team: Command): void {
  team
    .command('create')
    .description('create a team and print a link by which its owner sets a password')
    .argument('<name>', 'name of the team, up to 80 characters')
    .requiredOption('--owner <email>', 'e-mail address of its owner')
    .option('--owner-name <name>', 'name of its owner (default: from the e-mail address)')
    .addOption(urlOption())
    .addOption(dataOption())
    .action((name: string, flags: UrlFlags & { owner: string; ownerName?: string }) => {
      const publicUrl = readPublicUrl(flags);
      return administer(flags, async (admin) => {
        const { owner: ownerEmail, ownerName } = flags;
        const created = await admin.createTeam({ name, ownerEmail, ownerName });
        return `The team ${name} is there. ${invitation(created, publicUrl)}`;
      });
    });

  team
    .command('list')
    .description('list every team, one on a line: name, members, owners')
    .addOption(dataOption())
    .action((flags: StoreFlags) =>
      administer(flags, async (admin) => {
        const teams = await admin.teams();
        return teams
          .map(({ team: { name }, members }) => {
            const active = members.filter((one) => one.active);
            const owners = active.filter(({ role }) => role === 'owner');
            return `${name}\t${active.length}\t${owners.map(({ email }) => email).join(', ')}`;
          })
          .join('\n');
      }),
    );
}

function addMember(member: Command): void {
  member
    .command('add')
    .description('add a person; the first one of a team becomes its owner')
    .argument('<email>', 'e-mail address, which names the person to the other commands')
    .requiredOption('--name <name>', 'name as the team sees it, up to 80 characters')
    .addOption(new Option('--role <role>', 'what the person may do').choices(ROLES))
    .addOption(teamOption())
    .addOption(dataOption())
    .action((email: string, flags: TeamFlags & { name: string; role?: string }) =>
      administer(flags, async (admin) => {
        const added = await admin.addMember({ ...flags, email });
        const because =
          flags.role === undefined && added.role === 'owner' ? ', as the first one' : '';
        return (
          `${added.name} <${added.email}> is now a member of the team (role: ${added.role}${because}).\n` +
          `Next, a link to set a password: member password-link ${added.email}\n` +
          `or a token for each of their devices: member token ${added.email} --device <name>`
        );
      }),
    );

  member
    .command('list')
    .description('list everyone of a team, one on a line: e-mail, role, name')
    .addOption(teamOption())
    .addOption(dataOption())
    .action((flags: TeamFlags) =>
      administer(flags, async (admin) => (await admin.members(flags.team)).map(row).join('\n')),
    );

  addToken(member, { hidden: false });

  member
    .command('password-link')
    .description('print a link by which a member sets a password; the link before is void')
    .argument('<email>', 'e-mail address of the member')
    .addOption(urlOption())
    .addOption(dataOption())
    .action((email: string, flags: UrlFlags) => {
      const publicUrl = readPublicUrl(flags);
      return administer(flags, async (admin) =>
        invitation(await admin.makePasswordLink(email), publicUrl),
      );
    });

  member
    .command('off')
    .description('switch a member off: signed out everywhere, in no roster; their past stays')
    .argument('<email>', 'e-mail address of the member')
    .addOption(dataOption())
    .action((email: string, flags: StoreFlags) =>
      administer(flags, async (admin) => {
        const { name } = await admin.setActive(email, false);
        return `${name} is switched off. To switch them on again: member on ${email}`;
      }),
    );

  member
    .command('on')
    .description('switch a member on again')
    .argument('<email>', 'e-mail address of the member')
    .addOption(dataOption())
    .action((email: string, flags: StoreFlags) =>
      administer(flags, async (admin) => {
        const { name } = await admin.setActive(email, true);
        return `${name} is switched on, and has to sign in anew on every device.`;
      }),
    );
}

function addToken(parent: Command, { hidden }: { readonly hidden: boolean }): void {
  parent
    .command('token', { hidden })
    .description('print a new token for a device; the one it had before is void from then on')
    .argument('<email>', 'e-mail address of the member')
    .requiredOption('--device <name>', 'name of the device, for example laptop')
    .addOption(dataOption())
    .action((email: string, flags: StoreFlags & { device: string }) =>
      administer(flags, (admin) => admin.issueToken(email, flags.device)),
    );
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

/** The secret is in the fragment, which browsers send to no server. */
function invitation({ member, secret }: PasswordLink, publicUrl: string): string {
  return (
    `${member.name} <${member.email}> can set a password with this link, once and within 24 hours:\n` +
    `${publicUrl}/password#${secret}`
  );
}

function row({ email, role, name, active }: StoredMember): string {
  return `${email}\t${role}\t${name}${active ? '' : '\tswitched off'}`;
}
