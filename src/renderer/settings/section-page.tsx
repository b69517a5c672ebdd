import { Button } from 'react-aria-components/Button';
import { assertNever } from '../../shared/domain/assert-never.ts';
import type { TeamView } from '../bridge/team-view.ts';
import { useTexts } from '../i18n/locale.tsx';
import { Notice } from '../notices/notice.tsx';
import { AccountSection } from './account/account-section.tsx';
import { DiagnosticsSection } from './diagnostics/diagnostics-section.tsx';
import { GeneralSection } from './general/general-section.tsx';
import { NotificationSection } from './notifications/notification-section.tsx';
import type { Section } from './sections.ts';
import { TeamSection } from './team/team-section.tsx';

type Props = {
  readonly section: Section;
  readonly view: TeamView;
  readonly onBack: () => void;
};

export function SectionPage({ section, view, onBack }: Props) {
  const t = useTexts();
  return (
    <>
      <div className="section-header">
        <Button className="section-back" autoFocus onPress={onBack}>
          <span className="section-arrow section-arrow-back" aria-hidden="true" />
          {t('settings.back')}
        </Button>
        <h2>{t(`settings.${section}`)}</h2>
      </div>
      {/* What failed here would else be told behind the dialog alone. */}
      <Notice />
      <SectionContent section={section} view={view} />
    </>
  );
}

function SectionContent({ section, view }: Omit<Props, 'onBack'>) {
  switch (section) {
    case 'general':
      return <GeneralSection view={view} />;
    case 'notify':
      return <NotificationSection view={view} />;
    case 'team':
      return <TeamSection view={view} />;
    case 'account':
      return <AccountSection view={view} />;
    case 'diagnostics':
      return <DiagnosticsSection view={view} />;
    default:
      return assertNever(section);
  }
}
