import { useTexts } from '../i18n/locale.tsx';

/** Nobody in the team fits the search. */
export function NoMatch(props: { readonly query: string; readonly onClear: () => void }) {
  const t = useTexts();
  return (
    <div className="empty">
      <h2>{t('roster.noMatchTitle')}</h2>
      <p>{t('roster.noMatchText', { query: props.query })}</p>
      <button type="button" className="button" onClick={props.onClear}>
        {t('roster.clear')}
      </button>
    </div>
  );
}
