import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { OwnContactView } from '../../shared/bridge/contacts.ts';
import type { ContactAct } from '../../shared/domain/contact.ts';
import { useBridge } from '../bridge/bridge-context.ts';
import { useFormatLocale, useTexts } from '../i18n/locale.tsx';
import { outcomeOf, useNotices } from '../notices/notice-context.tsx';
import { useNow } from '../time/use-now.ts';
import { ContactRow } from './contact-row.tsx';
import { ownWords } from './contact-words.ts';
import { OpenLinkButton } from './open-link-button.tsx';

type Props = {
  readonly contact: OwnContactView;
  /** The window was opened at this one; a new value each time it was (NO5). */
  readonly sought: object | null;
  readonly isLive: boolean;
  /** It is not the member's any more, by their own act: the focus needs another place. */
  readonly onGone: () => void;
};

/** A contact of the member's, and what they can do with it. */
export function OwnContact({ contact, sought, isLive, onGone }: Props) {
  const { contactId, customer, state, link } = contact;
  const t = useTexts();
  const bridge = useBridge();
  const { tell } = useNotices();
  const row = useRef<HTMLLIElement>(null);
  const [acting, setActing] = useState<ContactAct | null>(null);

  useEffect(() => {
    if (sought === null) return;
    row.current?.scrollIntoView({ block: 'nearest' });
    row.current?.focus();
  }, [sought]);

  async function perform(act: ContactAct) {
    setActing(act);
    const outcome = await outcomeOf(bridge.actOnContact({ act, contactId }));
    setActing(null);
    if (outcome.ok) {
      if (act === 'accept') row.current?.focus();
      else onGone();
    }
    return outcome;
  }
  const button = (act: ContactAct, name: string, className = 'button') => (
    <Button
      className={className}
      aria-label={name}
      isPending={acting === act}
      isDisabled={!isLive || (acting !== null && acting !== act)}
      onPress={() => tell(perform(act))}
    >
      {t(`contacts.${act}`)}
    </Button>
  );
  return (
    <ContactRow
      ref={row}
      contact={contact}
      standing={<Standing contact={contact} />}
      isFound={sought !== null}
    >
      {state === 'assigned'
        ? button('accept', t('contacts.acceptOf', { customer }), 'button button-primary')
        : button('close', t('contacts.closeOf', { customer }))}
      {button('return', t('contacts.returnOf', { customer }))}
      {link === null ? null : <OpenLinkButton link={link} customer={customer} />}
    </ContactRow>
  );
}

function Standing({ contact }: { readonly contact: OwnContactView }) {
  const t = useTexts();
  return ownWords(contact, useNow(), useFormatLocale(), t);
}
