import { assertNever } from '../../shared/domain/assert-never.ts';
import { useFormatLocale, useTexts } from '../i18n/locale.tsx';
import { Spinner } from '../icons/icons.tsx';
import { Indicator } from '../indicator/indicator.tsx';
import { shapeOf } from '../indicator/shape-of.ts';
import { useToday } from '../time/use-today.ts';
import { basisOf, explainInWords } from './explanation-words.ts';
import { type Asked, useExplanation } from './use-explanation.ts';

/** Why the own status is what it is, true to the second. */
export function Explanation() {
  const t = useTexts();
  const state = useExplanation();
  switch (state.kind) {
    case 'asking':
      return (
        <p className="waiting">
          <Spinner />
          {t('why.loading')}
        </p>
      );
    case 'none':
      return <p>{t('why.noExplanation')}</p>;
    case 'shown':
      return <Explained asked={state.asked} />;
    default:
      return assertNever(state);
  }
}

function Explained({ asked }: { readonly asked: Asked }) {
  const t = useTexts();
  const locale = useFormatLocale();
  const today = useToday();
  const [sentence, ...more] = explainInWords(asked, today, locale, t);
  return (
    <>
      <div className="why">
        <Indicator shape={shapeOf(asked.explanation.live)} />
        <div className="why-words">
          <p>{sentence}</p>
          {more.map((words) => (
            <p key={words} className="hint">
              {words}
            </p>
          ))}
        </div>
      </div>
      <section className="setting">
        <h3 className="label">{t('why.basis')}</h3>
        <dl className="basis">
          {basisOf(asked, today, locale, t).map(({ term, value }) => (
            <div key={term} className="basis-row">
              <dt>{term}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
    </>
  );
}
