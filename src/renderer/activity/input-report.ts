const INPUT_EVENTS = ['pointerdown', 'pointermove', 'wheel', 'keydown'] as const;

/** How far apart two reports are at least, in milliseconds. */
const PAUSE_MS = 2000;

/**
 * Calls `report` at input on `target`, at the first at once and then every {@link PAUSE_MS} while it
 * goes on; the answer ends it. That there was input is all that is told of it (TR6).
 */
export function reportInput(target: EventTarget, report: () => void): () => void {
  let quietUntil = Number.NEGATIVE_INFINITY;
  const listening = new AbortController();
  function onInput(): void {
    // Not the time of day, which may be set back and would then silence this for long.
    const now = performance.now();
    if (now < quietUntil) return;
    quietUntil = now + PAUSE_MS;
    report();
  }
  for (const type of INPUT_EVENTS) {
    target.addEventListener(type, onInput, {
      // Ahead of controls that keep their events to themselves.
      capture: true,
      passive: true,
      signal: listening.signal,
    });
  }
  return () => listening.abort();
}
