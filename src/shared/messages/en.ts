import { appTexts } from './english/app-texts.ts';
import { cliTexts } from './english/cli-texts.ts';
import { contactTexts } from './english/contact-texts.ts';
import { dialogTexts } from './english/dialog-texts.ts';
import { windowTexts } from './english/window-texts.ts';

/** English is the reference: German has exactly these keys, or it does not compile. */
export const en = {
  ...windowTexts,
  ...dialogTexts,
  ...contactTexts,
  ...appTexts,
  ...cliTexts,
} as const;

type Widen<T> = { readonly [K in keyof T]: T[K] extends string ? string : Widen<T[K]> };

/** The shape of a complete translation. */
export type Messages = Widen<typeof en>;
