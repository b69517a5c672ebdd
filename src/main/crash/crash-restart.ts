/** A restart after a crash happens once in this time at most, in milliseconds. */
const SHORTEST_INTERVAL_MS = 60_000;

const RESTARTED_AT = '--restarted-at=';
const HIDDEN = '--hidden';
/** What a start without a window has among its arguments. Windows' installer adds the second. */
const UNSEEN: readonly string[] = [HIDDEN, '--updated'];
/** A link was followed by the start that it came with; a later one would follow it again. */
const LINK = /^ampel:/i;

/** Whether these arguments ask for a start without a window. */
export function isUnseen(argv: readonly string[]): boolean {
  return argv.some((argument) => UNSEEN.includes(argument));
}

/** When a crash brought about this start (epoch milliseconds, possibly still to come), or null. */
export function restartedAt(argv: readonly string[], now: number): number | null {
  const given = argv.findLast((argument) => argument.startsWith(RESTARTED_AT));
  if (given === undefined) return null;
  const at = Number(given.slice(RESTARTED_AT.length));
  return Number.isFinite(at) && at <= now + SHORTEST_INTERVAL_MS ? at : null;
}

export type Crash = {
  /** The arguments of the crashed start, without the program itself. */
  readonly argv: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly windowIsOpen: boolean;
};

/**
 * The arguments for the start after a crash, which is to look as if nothing had happened: with the
 * window only where it was open. After one crash soon after another the new start holds still
 * until its time has come.
 */
export function restartArguments({ argv, now, windowIsOpen }: Crash): readonly string[] {
  const before = restartedAt(argv, now);
  const at = before === null ? now : Math.max(now, before + SHORTEST_INTERVAL_MS);
  return [...sameStart(argv, windowIsOpen), `${RESTARTED_AT}${at}`];
}

/** The arguments for a start that goes on as the app is now: with the window only if it is open. */
export function sameStart(argv: readonly string[], windowIsOpen: boolean): readonly string[] {
  const kept = argv.filter(
    (argument) =>
      !UNSEEN.includes(argument) && !argument.startsWith(RESTARTED_AT) && !LINK.test(argument),
  );
  return [...kept, ...(windowIsOpen ? [] : [HIDDEN])];
}
