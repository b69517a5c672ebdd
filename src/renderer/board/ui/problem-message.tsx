import type { Problem } from '../../../shared/bridge/view.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { useBoardTexts } from '../i18n/board-texts.tsx';

type Props = {
  readonly problem: Problem | null;
  /** What to say instead of the usual words, where more is known of what was done. */
  readonly words?: Partial<Record<Problem['code'], string>>;
};

/** Codes of which a page in a browser has something else to say than the app. */
const OWN_WORDS = {
  unauthorized: 'problem.unauthorized',
  unreachable: 'problem.unreachable',
  'protocol-unsupported': 'problem.protocolUnsupported',
  invalid: 'problem.invalid',
} as const satisfies Partial<Record<Problem['code'], string>>;

/** What went wrong and what to do; announced when it comes. */
export function ProblemMessage({ problem, words = {} }: Props) {
  return (
    <div role="alert">
      {problem === null ? null : (
        <div className="message message-problem">
          <Words problem={problem} words={words} />
        </div>
      )}
    </div>
  );
}

function Words({ problem, words }: { problem: Problem; words: NonNullable<Props['words']> }) {
  const t = useTexts();
  const tb = useBoardTexts();
  const { code, detail } = problem;
  const own = code in OWN_WORDS ? tb(OWN_WORDS[code as keyof typeof OWN_WORDS]) : null;
  return (
    <div className="problem-text">
      <p>{words[code] ?? own ?? t(`problem.${code}`)}</p>
      {detail === undefined ? null : (
        <details>
          <summary>{t('window.details')}</summary>
          <pre>{detail}</pre>
        </details>
      )}
    </div>
  );
}
