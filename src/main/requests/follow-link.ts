import type { AppCommand } from '../commands.ts';
import { readLink } from './link.ts';
import { commandFor } from './outside-request.ts';
import type { RequestProblem } from './request-problem.ts';

export type LinkParts = {
  readonly run: (command: AppCommand) => void;
  readonly onProblem: (problem: RequestProblem) => void;
};

/** Does what a link asks for, or tells why it is not understood; then nothing else happens (CL2). */
export function followLink(link: string, { run, onProblem }: LinkParts): void {
  const read = readLink(link);
  if (read.ok) run(commandFor(read.request));
  else onProblem(read.problem);
}
