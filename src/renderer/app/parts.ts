import type { ComponentType } from 'react';
import { loadContactTexts, loadDialogTexts } from '../i18n/english.ts';
import { type Part, partOf } from './on-demand.tsx';

/** A part that says what only dialogs say. */
function dialogOf<P>(importIt: () => Promise<ComponentType<P>>): Part<P> {
  return partOf(async () => {
    const [component] = await Promise.all([importIt(), loadDialogTexts()]);
    return component;
  });
}

/** What is not needed to show the roster, and would double what is loaded before it. */
export const signIn = dialogOf(async () => (await import('../sign-in/sign-in.tsx')).SignIn);
export const statusMenu = dialogOf(
  async () => (await import('../own-status/status-popover.tsx')).StatusPopover,
);
export const choiceDialog = dialogOf(
  async () => (await import('../own-status/choice-dialog.tsx')).ChoiceDialog,
);
export const whyDialog = dialogOf(async () => (await import('../why/why-dialog.tsx')).WhyDialog);
export const settingsDialog = dialogOf(
  async () => (await import('../settings/settings-dialog.tsx')).SettingsDialog,
);

export const contactsDialog = partOf(async () => {
  const [{ ContactsDialog }] = await Promise.all([
    import('../contacts/contacts-dialog.tsx'),
    loadContactTexts(),
  ]);
  return ContactsDialog;
});

/**
 * Loads what a member may open next, one part after the other and each when nothing else is to be
 * done, so that no frame waits for it. The answer stops it.
 */
export function prefetchParts(): () => void {
  const rest = [statusMenu, choiceDialog, whyDialog, settingsDialog, contactsDialog];
  let asked = 0;
  let stopped = false;
  function next(): void {
    const part = rest.shift();
    if (part === undefined || stopped) return;
    asked = requestIdleCallback(() => {
      // Where it is needed, it is tried again, and a failure is told.
      part.load().then(next, next);
    });
  }
  next();
  return () => {
    stopped = true;
    cancelIdleCallback(asked);
  };
}
