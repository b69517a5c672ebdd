import type { Command } from 'commander';
import { assertNever } from '../../shared/domain/assert-never.ts';
import type { Shell } from './program.ts';

type Word = { readonly word: string; readonly about: string };

/** What can follow a command: its path is `/status/busy`, that of the program is empty. */
type Place = {
  readonly path: string;
  readonly words: readonly Word[];
  /** Options after which comes a value of one's own. */
  readonly takesValue: readonly string[];
};

/** A script for a shell that completes the commands of `program`, made from their definitions. */
export function completionsFor(shell: Shell, program: Command): string {
  const places = placesOf(program, '');
  switch (shell) {
    case 'bash':
      return bashScript(places);
    case 'zsh':
      return zshScript(places);
    case 'fish':
      return fishScript(places);
    default:
      return assertNever(shell);
  }
}

function placesOf(command: Command, path: string): readonly Place[] {
  const help = command.createHelp();
  const options = help.visibleOptions(command);
  const commands = help.visibleCommands(command).filter((child) => child.name() !== 'help');
  const place: Place = {
    path,
    words: [
      ...commands.map((child) => ({ word: child.name(), about: child.description() })),
      ...command.registeredArguments.flatMap((argument) =>
        (argument.argChoices ?? []).map((word) => ({ word, about: argument.description })),
      ),
      ...options.map((option) => ({ word: option.long ?? '', about: option.description })),
    ],
    takesValue: options.filter((option) => option.required).map((option) => option.long ?? ''),
  };
  return [place, ...commands.flatMap((child) => placesOf(child, `${path}/${child.name()}`))];
}

/** Steps along the command's words, in the syntax that bash and zsh share. */
function findPlace(places: readonly Place[]): string {
  const paths = places.map(({ path }) => path).filter((path) => path !== '');
  return `    case "$place/$word" in ${paths.join('|')}) place+="/$word" ;; esac`;
}

function valuesAwaited(places: readonly Place[]): string {
  return places
    .flatMap(({ path, takesValue }) => takesValue.map((option) => `'${path} ${option}'`))
    .join('|');
}

function bashScript(places: readonly Place[]): string {
  const cases = places.map(
    ({ path, words }) => `    '${path}') words='${words.map(({ word }) => word).join(' ')}' ;;`,
  );
  return `_ampel() {
  local place= word words=
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
${findPlace(places)}
  done
  COMPREPLY=()
  case "$place \${COMP_WORDS[COMP_CWORD-1]}" in ${valuesAwaited(places)}) return ;; esac
  case "$place" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _ampel ampel
`;
}

/** Completes at once where zsh loads it from a file of its `fpath`, else makes itself known. */
function zshScript(places: readonly Place[]): string {
  const item = ({ word, about }: Word) => quoted(`${word}:${about.replaceAll(':', '\\:')}`);
  const cases = places.map(
    ({ path, words }) => `    '${path}') items=(${words.map(item).join(' ')}) ;;`,
  );
  return `#compdef ampel
_ampel() {
  local place= word
  local -a items
  for word in "\${(@)words[2,CURRENT-1]}"; do
${findPlace(places)}
  done
  case "$place \${words[CURRENT-1]}" in ${valuesAwaited(places)}) return ;; esac
  case "$place" in
${cases.join('\n')}
  esac
  _describe ampel items
}
# Read as a file of $fpath it is to complete at once; read by eval it is to be known from now on.
if [ "\${funcstack[1]}" = _ampel ]; then _ampel "$@"; else compdef _ampel ampel; fi
`;
}

function fishScript(places: readonly Place[]): string {
  const lines = places.flatMap(({ path, words, takesValue }) => {
    const seen = path.split('/').filter((word) => word !== '');
    const when =
      seen.length === 0
        ? '__fish_use_subcommand'
        : seen.map((word) => `__fish_seen_subcommand_from ${word}`).join('; and ');
    return words.map(({ word, about }) => {
      const what = word.startsWith('--') ? `-l ${word.slice(2)}` : `-a ${word}`;
      const value = takesValue.includes(word) ? ' -x' : '';
      return `complete -c ampel -n ${quoted(when)} ${what}${value} -d ${quoted(about)}`;
    });
  });
  return `complete -c ampel -f\n${lines.join('\n')}\n`;
}

/** In single quotes, as every one of these shells reads them. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
