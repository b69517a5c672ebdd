import { useTexts } from '../i18n/locale.tsx';
import { AppMark } from '../indicator/app-mark.tsx';

export function EmptyTeam() {
  const t = useTexts();
  return (
    <main className="roster roster-blank">
      <div className="empty">
        <AppMark />
        <h1>{t('roster.emptyTitle')}</h1>
        <p>{t('roster.emptyText')}</p>
      </div>
    </main>
  );
}
