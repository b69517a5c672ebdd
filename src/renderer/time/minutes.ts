const MINUTE_MS = 60_000;

type Page = Pick<Document, 'hidden' | 'addEventListener' | 'removeEventListener'>;

/** The start of the minute that `at` lies in; both are epoch milliseconds. */
export function startOfMinute(at: number): number {
  return Math.floor(at / MINUTE_MS) * MINUTE_MS;
}

/**
 * Calls everyone who asked at each new minute of the clock, with one timer for all of them. There
 * is none while the page is hidden; when it is shown again, all are called at once. The answer
 * takes a subscription and answers its end.
 */
export function createMinutes(page: Page): (listener: () => void) => () => void {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | null = null;

  function tell(): void {
    for (const listener of listeners) listener();
  }
  function stop(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  }
  function wait(): void {
    stop();
    if (page.hidden) return;
    const now = Date.now();
    timer = setTimeout(
      () => {
        wait();
        tell();
      },
      startOfMinute(now) + MINUTE_MS - now,
    );
  }
  function onVisibility(): void {
    wait();
    if (!page.hidden) tell();
  }
  return (listener) => {
    if (listeners.size === 0) {
      page.addEventListener('visibilitychange', onVisibility);
      wait();
    }
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
      if (listeners.size > 0) return;
      page.removeEventListener('visibilitychange', onVisibility);
      stop();
    };
  };
}
