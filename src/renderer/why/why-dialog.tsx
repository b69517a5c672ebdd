import type { TeamView } from '../bridge/team-view.ts';
import { DialogFrame, type DialogState } from '../dialog/dialog-frame.tsx';
import { History } from '../history/history.tsx';
import { useTexts } from '../i18n/locale.tsx';
import { Explanation } from './explanation.tsx';

/** Why the own status is what it is, and what is recorded of it (TR6). */
export function WhyDialog({ view, ...state }: DialogState & { readonly view: TeamView }) {
  const t = useTexts();
  const live = view.self?.live ?? null;
  return (
    <DialogFrame title={t(live?.status === 'offline' ? 'own.whyOffline' : 'why.title')} {...state}>
      <Explanation />
      <History live={live} />
    </DialogFrame>
  );
}
