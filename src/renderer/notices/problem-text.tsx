import type { Problem } from '../../shared/bridge/view.ts';
import { useTexts } from '../i18n/locale.tsx';

/** A problem in words, with what lies behind it for whoever wants to look. */
export function ProblemText({ problem }: { readonly problem: Problem }) {
  const t = useTexts();
  return (
    <div className="problem-text">
      <p>{t(`problem.${problem.code}`)}</p>
      {problem.detail === undefined ? null : (
        <details>
          <summary>{t('window.details')}</summary>
          <pre>{problem.detail}</pre>
        </details>
      )}
    </div>
  );
}
