import { Argument, Command, type CommandOptions, Option } from 'commander';
import { CONTACT_ACTS } from '../../shared/domain/contact.ts';
import { CHOICES } from '../../shared/domain/status.ts';
import type { Translate } from '../language/translate.ts';
import {
  OPEN_PLACES,
  type OpenPlace,
  type OutsideRequest,
  type RequestedTime,
} from '../requests/outside-request.ts';
import { readDuration, readId, readNote, readTimeOfDay } from '../requests/pieces.ts';
import { NotUnderstood } from '../requests/request-problem.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** What a command line asks for. */
export type Invocation =
  | { readonly kind: 'request'; readonly request: OutsideRequest; readonly json: boolean }
  | { readonly kind: 'completions'; readonly shell: Shell };

type ChoiceFlags = {
  readonly for?: RequestedTime;
  readonly until?: RequestedTime;
  readonly note?: string;
};
type ReportFlags = { readonly json?: boolean; readonly watch?: boolean };
type Ask = (request: OutsideRequest, flags?: { readonly json?: boolean }) => void;

/** Commands that are understood so that they can be answered, and not offered. */
const NOT_OFFERED: CommandOptions = { hidden: true };

export type ProgramParts = {
  readonly t: Translate;
  readonly version: string;
  /** Gets help and version where they are asked for. */
  readonly print: (text: string) => void;
  /** Told what was asked for. */
  readonly found: (invocation: Invocation) => void;
};

/**
 * The one definition of the command line, which parsing, help and completions share. Parsing
 * throws `CommanderError` or {@link NotUnderstood} where nothing can be found.
 */
export function createProgram({ t, version, print, found }: ProgramParts): Command {
  const program = new Command('ampel');
  const ask: Ask = (request, { json = false } = {}) => found({ kind: 'request', request, json });

  // Before the subcommands are made, which inherit it.
  program
    .description(t('cli.about'))
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: () => undefined })
    .showSuggestionAfterError(false)
    .helpOption('-h, --help', t('cli.help'))
    .helpCommand('help [command]', t('cli.help'))
    .configureHelp({ styleTitle: (title) => titleIn(title, t) })
    .enablePositionalOptions()
    .version(version, '-V, --version', t('cli.version'));

  const status = program
    .command('status')
    .description(t('cli.status'))
    .addOption(new Option('--json', t('cli.json')))
    .addOption(new Option('--watch', t('cli.watch')))
    .action((flags: ReportFlags) => ask({ do: 'status', watch: flags.watch ?? false }, flags));
  addChoices(program, t, ask);
  addChoices(status, t, ask, NOT_OFFERED);
  program
    .command('team')
    .description(t('cli.team'))
    .addOption(new Option('--json', t('cli.json')))
    .addOption(new Option('--watch', t('cli.watch')))
    .action((flags: ReportFlags) => ask({ do: 'team', watch: flags.watch ?? false }, flags));
  program
    .command('contacts')
    .description(t('cli.contacts'))
    .addOption(new Option('--json', t('cli.json')))
    .addOption(new Option('--watch', t('cli.watch')))
    .action((flags: ReportFlags) => ask({ do: 'contacts', watch: flags.watch ?? false }, flags));
  addContactActs(program.command('contact').description(t('cli.contact')), t, ask);
  program
    .command('open')
    .description(t('cli.open'))
    .addArgument(new Argument('[place]', t('cli.place')).choices(OPEN_PLACES))
    .action((place: OpenPlace | undefined) => {
      ask(place === undefined ? { do: 'open' } : { do: 'open', place });
    });
  program
    .command('completions')
    .description(t('cli.completions'))
    .addArgument(new Argument('<shell>', t('cli.shell')).choices(SHELLS))
    .action((shell: Shell) => found({ kind: 'completions', shell }));
  return program.addHelpText('after', () => `\n${t('cli.exitCodes')}\n`);
}

function addChoices(parent: Command, t: Translate, ask: Ask, options: CommandOptions = {}): void {
  const note = () => new Option('--note <text>', t('cli.note')).argParser(once(readNote));
  for (const choice of CHOICES) {
    const command = parent.command(choice, options).description(t(`cli.${choice}`));
    if (choice === 'busy') {
      command
        .addOption(new Option('--for <duration>', t('cli.for')).argParser(once(readDuration)))
        .addOption(new Option('--until <time>', t('cli.until')).argParser(once(readTimeOfDay)));
    }
    command.addOption(note()).action((flags: ChoiceFlags) => {
      if (flags.for !== undefined && flags.until !== undefined) {
        throw new NotUnderstood('for-and-until');
      }
      ask({
        do: 'choose',
        choice,
        duration: flags.for ?? flags.until ?? 'open',
        ...(flags.note === undefined ? {} : { note: flags.note }),
      });
    });
  }
  // PR1: an answer better than "unknown command".
  parent
    .command('offline', NOT_OFFERED)
    .allowUnknownOption()
    .allowExcessArguments()
    .action(() => {
      throw new NotUnderstood('offline');
    });
}

function addContactActs(parent: Command, t: Translate, ask: Ask): void {
  for (const act of CONTACT_ACTS) {
    parent
      .command(act)
      .description(t(`cli.contactAct.${act}`))
      .addArgument(new Argument('[contact]', t('cli.whichContact')).argParser(readId))
      .action((contact: string | undefined) => {
        ask(contact === undefined ? { do: 'contact', act } : { do: 'contact', act, contact });
      });
  }
}

/** Of an option given twice neither value is guessed to be the one that was meant. */
function once<T>(read: (text: string) => T): (text: string, before: T | undefined) => T {
  return (text, before) => {
    if (before !== undefined) throw new NotUnderstood('repeated', text);
    return read(text);
  };
}

/** The headings of commander's help, which are English. */
function titleIn(title: string, t: Translate): string {
  switch (title) {
    case 'Usage:':
      return t('cli.usageTitle');
    case 'Arguments:':
      return t('cli.argumentsTitle');
    case 'Options:':
      return t('cli.optionsTitle');
    case 'Commands:':
      return t('cli.commandsTitle');
    default:
      return title;
  }
}
