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
          <li key={section} className="section-item">
            <Button
              className="section-link"
              aria-describedby={`about-${section}`}
              autoFocus={section === cameFrom}
              onPress={() => onOpen(section)}
            >
              {t(`settings.${section}`)}
            </Button>
            <span id={`about-${section}`} className="hint section-about">
              {t(`settings.${section}About`)}
            </span>
            <span className="section-arrow" aria-hidden="true" />
          </li>
        ))}
      </ul>
    </nav>
  );
}
