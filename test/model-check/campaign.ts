import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import fc from 'fast-check';
import { type Run, runs } from './commands.ts';
import { shorten } from './shorten.ts';

/** Runs that failed once, each complete in a file of its own. */
const REGRESSIONS = join(import.meta.dirname, 'regressions');

export type Figures = {
  readonly commands: number;
  readonly runs: number;
  readonly seed: number;
  readonly seconds: number;
};

/** The runs that are kept, by the names of their files. */
export function keptRuns(): readonly { readonly name: string; readonly run: Run }[] {
  return readdirSync(REGRESSIONS)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((name) => ({ name, run: JSON.parse(readFileSync(join(REGRESSIONS, name), 'utf8')) }));
}

/**
 * Plays runs until one fails or all are done, `usualRuns` of them. `AMPEL_MODEL_SEED` and
 * `AMPEL_MODEL_RUNS` name the seed, which is another one each time without, and how many runs. A run that fails is made as
 * short as can be and kept.
 * @throws Error that says how to repeat it
 */
export async function campaign(
  play: (run: Run) => Promise<void>,
  usualRuns: number,
): Promise<Figures> {
  const { AMPEL_MODEL_SEED, AMPEL_MODEL_RUNS } = process.env;
  const seed = Number(AMPEL_MODEL_SEED ?? Math.floor(Math.random() * 2 ** 31));
  const began = performance.now();
  let commands = 0;
  const { failed, counterexample, numRuns, errorInstance } = await fc.check(
    fc.asyncProperty(runs, async (run) => {
      await play(run);
      commands += run.commands.length;
    }),
    { seed, numRuns: Number(AMPEL_MODEL_RUNS ?? usualRuns), endOnFailure: true },
  );
  if (failed && counterexample !== null) {
    const { run, error } = await shorten(counterexample[0], errorInstance, play);
    const kept = keep(`seed-${seed}`, run);
    throw new Error(
      `Run ${numRuns} of seed ${seed} failed. What is left of it when all is taken away that can ` +
        `be is kept in ${kept} and played first from now on: ${run.commands.length} commands.`,
      { cause: error },
    );
  }
  const seconds = (performance.now() - began) / 1_000;
  return { commands, runs: numRuns, seed, seconds };
}

function keep(name: string, run: Run): string {
  const file = join(REGRESSIONS, `${name}.json`);
  mkdirSync(REGRESSIONS, { recursive: true });
  const lines = run.commands.map((command) => `    ${JSON.stringify(command)}`);
  writeFileSync(file, `{\n  "seed": ${run.seed},\n  "commands": [\n${lines.join(',\n')}\n  ]\n}\n`);
  return relative(process.cwd(), file);
}
