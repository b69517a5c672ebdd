import { useId } from 'react';
import { Button } from 'react-aria-components/Button';
import type { UpdateState, VersionView } from '../../../shared/bridge/view.ts';
import { useBridge } from '../../bridge/bridge-context.ts';
import { useFormatLocale, useTexts } from '../../i18n/locale.tsx';
import { useNotices } from '../../notices/notice-context.tsx';
import { useToday } from '../../time/use-today.ts';
import { updateWords } from './update-words.ts';

/** Which version this is, what is known of newer ones, and what can be done about it (UP4). */
export function UpdateSetting({ version }: { readonly version: VersionView }) {
  const t = useTexts();
  const today = useToday();
  const locale = useFormatLocale();
  const heading = useId();
  const { installed, update } = version;
  return (
    <section className="setting" aria-labelledby={heading}>
      <h3 className="label" id={heading}>
        {t('update.title')}
      </h3>
      <p>{t('update.installed', { version: installed })}</p>
      <p className="hint" role="status">
        {updateWords(update, t, today, locale)}
      </p>
      <UpdateButton update={update} />
    </section>
  );
}

function UpdateButton({ update }: { readonly update: UpdateState }) {
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  if (update.kind === 'off') return null;
  if (update.kind === 'ready') {
    return (
      <Button
        className="button setting-save"
        onPress={() => tell(bridge.restartToUpdate(undefined))}
      >
        {t('update.restart')}
      </Button>
    );
  }
  return (
    <Button
      className="button setting-save"
      isPending={update.kind === 'checking' || update.kind === 'downloading'}
      onPress={() => tell(bridge.checkForUpdate(undefined))}
    >
      {t('update.check')}
    </Button>
  );
}
