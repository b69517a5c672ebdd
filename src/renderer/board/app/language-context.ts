import { createContext, useContext } from 'react';
import type { LanguageSetting } from '../../../shared/bridge/view.ts';

/** Speaks another language from now on; whoever calls it has remembered it. */
export const LanguageContext = createContext<(setting: LanguageSetting) => void>(() => undefined);

export function useSpeak(): (setting: LanguageSetting) => void {
  return useContext(LanguageContext);
}
