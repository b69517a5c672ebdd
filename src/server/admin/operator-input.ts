import { z } from 'zod';
import { emailField } from '../../shared/api/fields.ts';
import { describeIssues } from '../../shared/protocol/schemas.ts';
import { OperatorError } from '../operator-error.ts';
import type { Team } from '../store/store.ts';

/** An e-mail address in the form in which it is kept. */
export const emailInput = z.string().trim().toLowerCase().pipe(emailField);

/** What somebody typed at the command line. @throws OperatorError where it does not fit. */
export function readInput<T>(schema: z.ZodType<T>, value: string, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new OperatorError(`That ${what} does not fit: ${describeIssues(parsed.error)}.`);
}

/**
 * The team of that name, or the only one.
 * @throws OperatorError where the name tells none of them, or is missing where there are several.
 */
export function pickTeam(teams: readonly Team[], name: string | undefined): Team {
  const [only, ...others] = teams;
  if (only === undefined) {
    throw new OperatorError(
      'There is no team yet. Create one with: team create <name> --owner <email>',
    );
  }
  const names = teams.map((team) => team.name).join(', ');
  if (name === undefined) {
    if (others.length === 0) return only;
    throw new OperatorError(`There are several teams. Name one with --team: ${names}`);
  }
  const named = teams.find((team) => team.name === name);
  if (named !== undefined) return named;
  throw new OperatorError(`There is no team ${name}. Name one of these with --team: ${names}`);
}
