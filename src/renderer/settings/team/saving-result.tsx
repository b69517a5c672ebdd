import { useTexts } from '../../i18n/locale.tsx';
import { ProblemText } from '../../notices/problem-text.tsx';
import type { Saving } from './use-team-change.ts';

/** Says how saving went, once it is known. */
export function SavingResult({ saving }: { readonly saving: Saving }) {
  const t = useTexts();
  return (
    <div role="status">
      {saving.kind === 'saved' ? <p className="saved">{t('settings.saved')}</p> : null}
      {saving.kind === 'failed' ? (
        <div className="message message-problem">
          <ProblemText problem={saving.problem} />
        </div>
      ) : null}
    </div>
  );
}
