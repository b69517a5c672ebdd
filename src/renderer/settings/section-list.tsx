import { Button } from 'react-aria-components/Button';
import { useTexts } from '../i18n/locale.tsx';
import { SECTIONS, type Section } from './sections.ts';

type Props = {
  /** The section that was left last, where the focus goes on. */
  readonly cameFrom: Section | null;
  readonly onOpen: (section: Section) => void;
};

export function SectionList({ cameFrom, onOpen }: Props) {
  const t = useTexts();
  return (
    <nav aria-label={t('settings.sections')}>
      <ul className="section-list">
        {SECTIONS.map((section) => (
          <li key={section}>
            <Button
              className="section-link"
              aria-label={t(`settings.${section}`)}
              aria-describedby={`about-${section}`}
              autoFocus={section === cameFrom}
              onPress={() => onOpen(section)}
            >
              <span className="section-words">
                <span className="section-name">{t(`settings.${section}`)}</span>
                <span id={`about-${section}`} className="hint">
                  {t(`settings.${section}About`)}
                </span>
              </span>
              <span className="section-arrow" aria-hidden="true" />
            </Button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
