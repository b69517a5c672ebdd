import type { Command, Run } from './commands.ts';

/** How long to look for a shorter run, in milliseconds. */
const SEARCH_MS = 60_000;

type Failure = { readonly run: Run; readonly error: unknown };

/**
 * Takes commands out of a run that fails, as many as can be without it passing: first large parts
 * of it, then single ones, for as long as that helps.
 */
export async function shorten(
  failing: Run,
  error: unknown,
  play: (run: Run) => Promise<void>,
): Promise<Failure> {
  const searchUntil = performance.now() + SEARCH_MS;
  let shortest: Failure = { run: failing, error };
  const attempt = async (commands: readonly Command[]): Promise<boolean> => {
    const run = { ...failing, commands };
    try {
      await play(run);
      return false;
    } catch (failure) {
      shortest = { run, error: failure };
      return true;
    }
  };
  for (let size = Math.ceil(failing.commands.length / 2); size >= 1; ) {
    let helped = false;
    // From the end: what comes after the failure goes first.
    for (let end = shortest.run.commands.length; end > 0; end -= size) {
      if (performance.now() > searchUntil) return shortest;
      const { commands } = shortest.run;
      const without = [...commands.slice(0, Math.max(0, end - size)), ...commands.slice(end)];
      if (await attempt(without)) helped = true;
    }
    if (size === 1 && !helped) break;
    size = size === 1 ? 1 : Math.ceil(size / 2);
  }
  return shortest;
}
