import type { Locator } from '@playwright/test';

/** Clicks something that closes its own page, which may be gone before the click has returned. */
export async function clickAway(target: Locator): Promise<void> {
  await target.click().catch((error: unknown) => {
    if (!String(error).includes('has been closed')) throw error;
  });
}
