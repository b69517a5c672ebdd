import { CommanderError } from 'commander';
import type { Translate } from '../language/translate.ts';
import {
  NotUnderstood,
  type RequestProblem,
  type RequestProblemCode,
} from '../requests/request-problem.ts';
import { createProgram, type Invocation } from './program.ts';

/** Most arguments, and most characters in all of them, that are read. */
const MAX_ARGUMENTS = 32;
const MAX_CHARACTERS = 4096;

export type ParsedArguments =
  | Invocation
  /** Help, or the version. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'not-understood'; readonly problem: RequestProblem };

const CODES: Readonly<Record<string, RequestProblemCode>> = {
  'commander.unknownCommand': 'unknown-request',
  'commander.unknownOption': 'unknown-option',
  'commander.excessArguments': 'unexpected',
  'commander.invalidArgument': 'unexpected',
  'commander.missingArgument': 'missing-value',
  'commander.optionMissingArgument': 'missing-value',
};

/** Reads a command line. Does nothing else, and never throws. */
export function parseArguments(
  args: readonly string[],
  t: Translate,
  version: string,
): ParsedArguments {
  let invocation: Invocation | null = null;
  let text = '';
  const program = createProgram({
    t,
    version,
    print: (piece) => {
      text += piece;
    },
    found: (found) => {
      invocation = found;
    },
  });
  try {
    if (args.length > MAX_ARGUMENTS || charactersOf(args) > MAX_CHARACTERS) {
      throw new NotUnderstood('too-long');
    }
    program.parse(args, { from: 'user' });
    return invocation ?? { kind: 'text', text };
  } catch (error) {
    if (error instanceof NotUnderstood) return { kind: 'not-understood', problem: error.problem };
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return { kind: 'text', text };
    // Without a command.
    if (error.code === 'commander.help') return { kind: 'text', text: program.helpInformation() };
    return { kind: 'not-understood', problem: problemOf(error) };
  }
}

function charactersOf(args: readonly string[]): number {
  return args.reduce((sum, argument) => sum + argument.length, 0);
}

/** Commander names the piece only within its English sentence. */
function problemOf({ code, message }: CommanderError): RequestProblem {
  const pattern = code === 'commander.excessArguments' ? /but got \d+: (.*)\.$/s : /'(.*?)'/s;
  const given = pattern.exec(message)?.[1] ?? '';
  return new NotUnderstood(CODES[code] ?? 'unexpected', given).problem;
}
