import { partOf } from './on-demand.tsx';

/** What is not needed to show the roster, and would double what is loaded before it. */
export const signIn = partOf(async () => (await import('../sign-in/sign-in.tsx')).SignIn);
export const statusMenu = partOf(
  async () => (await import('../own-status/status-popover.tsx')).StatusPopover,
);
export const choiceDialog = partOf(
  async () => (await import('../own-status/choice-dialog.tsx')).ChoiceDialog,
);
export const whyDialog = partOf(async () => (await import('../why/why-dialog.tsx')).WhyDialog);
export const settingsDialog = partOf(
  async () => (await import('../settings/settings-dialog.tsx')).SettingsDialog,
);

/** Loads, when nothing else is to be done, what a member may open next; the answer stops it. */
export function prefetchParts(): () => void {
  const asked = requestIdleCallback(() => {
    for (const part of [statusMenu, choiceDialog, whyDialog, settingsDialog]) {
      // Where it is needed, it is tried again, and a failure is told.
      part.load().catch(() => undefined);
    }
  });
  return () => cancelIdleCallback(asked);
}
