import type { Command } from 'commander';
import { readStoreConfig, type StoreFlags } from '../config.ts';
import { backUp, restoreBackup } from '../databases.ts';
import type { BackupSummary } from '../store/backup/backup-file.ts';
import { dataOption } from './commands.ts';

/** The commands about the whole store, which may be in SQLite or in PostgreSQL. */
export function addBackupCommands(program: Command): void {
  program
    .command('backup')
    .description('write everything to a file, as it is at one moment; the server may be running')
    .argument('<file>', 'file to write; an earlier backup of that name is replaced')
    .addOption(dataOption())
    .action(async (file: string, flags: StoreFlags) => {
      const summary = await backUp(readStoreConfig(flags), file);
      process.stdout.write(
        `Written to ${file}: ${inWords(summary)}. Keep it as safe as the server.\n`,
      );
    });

  program
    .command('restore')
    .description('put a backup into an empty store, also into the other kind of database')
    .argument('<file>', 'file that backup has written; it stays as it is')
    .option('--replace', 'lose what is in the store now', false)
    .addOption(dataOption())
    .action(async (file: string, flags: StoreFlags & { replace: boolean }) => {
      const summary = await restoreBackup(readStoreConfig(flags), file, flags);
      process.stdout.write(`Restored from ${file}: ${inWords(summary)}.\n`);
    });
}

function inWords({ teams, members }: BackupSummary): string {
  return `${counted(teams, 'team')} with ${counted(members, 'member')}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
