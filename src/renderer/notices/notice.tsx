import { useTexts } from '../i18n/locale.tsx';
import { DismissButton } from './dismiss-button.tsx';
import { useNotices } from './notice-context.tsx';
import { ProblemText } from './problem-text.tsx';

/** What went wrong with the member's last action, until dismissed or tried again. */
export function Notice() {
  const t = useTexts();
  const { problem, dismiss } = useNotices();
  if (problem === null) return null;
  return (
    <div className="notice" role="alert">
      <ProblemText problem={problem} />
      <DismissButton label={t('window.dismiss')} onDismiss={dismiss} />
    </div>
  );
}
