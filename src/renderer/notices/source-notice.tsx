import { useTexts } from '../i18n/locale.tsx';

/** Says that only input in Ampel counts, where that is so; empty, but announced, elsewhere (PR12). */
export function SourceNotice({ isShown }: { readonly isShown: boolean }) {
  const t = useTexts();
  return (
    <div role="status">
      {isShown ? <p className="source-notice">{t('source.notice')}</p> : null}
    </div>
  );
}
