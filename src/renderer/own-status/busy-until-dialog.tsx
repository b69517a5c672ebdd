import { DialogFrame, type DialogState } from '../dialog/dialog-frame.tsx';
import { useTexts } from '../i18n/locale.tsx';
import { BusyUntilForm } from './busy-until-form.tsx';

/** Busy until a time of day, with a note if the member likes (PR8). */
export function BusyUntilDialog(state: DialogState) {
  const t = useTexts();
  return (
    <DialogFrame title={t('busy.title')} {...state}>
      <BusyUntilForm onDone={() => state.onOpenChange(false)} />
    </DialogFrame>
  );
}
