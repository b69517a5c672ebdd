import type { ComponentType } from 'react';
import { type Part, partOf } from '../../app/on-demand.tsx';
import { loadContactTexts, loadDialogTexts } from '../../i18n/english.ts';

/** A page in a file of its own; each may say what in the app's window only dialogs say. */
export function pageOf<P>(importIt: () => Promise<ComponentType<P>>): Part<P> {
  return partOf(async () => {
    const [component] = await Promise.all([importIt(), loadDialogTexts(), loadContactTexts()]);
    return component;
  });
}
