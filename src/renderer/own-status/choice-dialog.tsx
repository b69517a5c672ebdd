import type { TeamView } from '../bridge/team-view.ts';
import { DialogFrame, type DialogState } from '../dialog/dialog-frame.tsx';
import { useTexts } from '../i18n/locale.tsx';
import type { Beginning } from './choice-draft.ts';
import { ChoiceForm } from './choice-form.tsx';

type Props = DialogState & { readonly view: TeamView; readonly beginning: Beginning };

/** A status with a note and an end, as far as the member likes (PR8). */
export function ChoiceDialog({ view, beginning, ...state }: Props) {
  const t = useTexts();
  return (
    <DialogFrame title={t('busy.title')} {...state}>
      <ChoiceForm view={view} beginning={beginning} onDone={() => state.onOpenChange(false)} />
    </DialogFrame>
  );
}
