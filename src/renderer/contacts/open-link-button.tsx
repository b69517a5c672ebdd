import { Button } from 'react-aria-components/Button';
import { useBridge } from '../bridge/bridge-context.ts';
import { useTexts } from '../i18n/locale.tsx';
import { useNotices } from '../notices/notice-context.tsx';

/** Leads to where a contact is worked on, in the browser. */
export function OpenLinkButton(props: { readonly link: string; readonly customer: string }) {
  const { link, customer } = props;
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  return (
    <Button
      className="button"
      aria-label={t('contacts.openOf', { customer })}
      onPress={() => tell(bridge.openLink(link))}
    >
      {t('contacts.open')}
    </Button>
  );
}
