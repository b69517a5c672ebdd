import { Button } from 'react-aria-components/Button';
import type { WaitingContactView } from '../../shared/bridge/contacts.ts';
import { assertNever } from '../../shared/domain/assert-never.ts';
import type { Queue } from '../../shared/domain/contact.ts';
import { useFormatLocale, useTexts } from '../i18n/locale.tsx';
import { Spinner } from '../icons/icons.tsx';
import { ProblemText } from '../notices/problem-text.tsx';
import { useNow } from '../time/use-now.ts';
import { ContactRow } from './contact-row.tsx';
import { waitingWords } from './contact-words.ts';
import { OpenLinkButton } from './open-link-button.tsx';
import { useWaiting } from './use-waiting.ts';

type Props = {
  /** Null where nothing is known live (PR9). */
  readonly queue: Queue | null;
  /** Another one where what waits may be something else than before. */
  readonly revision: number;
  /** Whom the member wants to assign by hand (AS7); null where they may not. */
  readonly onAssign: ((contact: WaitingContactView) => void) | null;
  /** The contact that was about to be assigned, where the focus goes on. */
  readonly cameFrom?: string | null;
};

/** The contacts that nobody has yet, as they are served. */
export function WaitingContacts({ queue, ...props }: Props) {
  const t = useTexts();
  return (
    <section className="contact-section" aria-labelledby="waiting-contacts">
      <h3 id="waiting-contacts" className="label" tabIndex={-1}>
        {t('contacts.waiting')}
      </h3>
      {queue === null ? (
        <p className="hint">{t('contacts.waitingUnknown')}</p>
      ) : (
        <Waiting total={queue.waiting} {...props} />
      )}
    </section>
  );
}

function Waiting(props: Omit<Props, 'queue'> & { readonly total: number }) {
  const { total, revision, onAssign, cameFrom = null } = props;
  const t = useTexts();
  const { state, retry } = useWaiting(revision);
  switch (state.kind) {
    case 'loading':
      return (
        <p className="waiting" role="status">
          <Spinner />
          {t('contacts.loading')}
        </p>
      );
    case 'failed':
      return (
        <>
          <div className="message message-problem" role="alert">
            <ProblemText problem={state.problem} />
          </div>
          <Button className="button contact-retry" onPress={retry}>
            {t('contacts.tryAgain')}
          </Button>
        </>
      );
    case 'shown': {
      const { waiting } = state;
      const rest = total - waiting.length;
      if (waiting.length === 0) return <p className="hint">{t('contacts.waitingEmpty')}</p>;
      return (
        <>
          <ul className="contact-list" aria-labelledby="waiting-contacts">
            {waiting.map((contact) => (
              <WaitingContact
                key={contact.contactId}
                contact={contact}
                onAssign={onAssign}
                isFocused={contact.contactId === cameFrom}
              />
            ))}
          </ul>
          {rest > 0 ? <p className="hint">{t('contacts.waitingMore', { count: rest })}</p> : null}
        </>
      );
    }
    default:
      return assertNever(state);
  }
}

function WaitingContact(props: {
  readonly contact: WaitingContactView;
  readonly onAssign: Props['onAssign'];
  readonly isFocused: boolean;
}) {
  const { contact, onAssign, isFocused } = props;
  const { customer, link } = contact;
  const t = useTexts();
  return (
    <ContactRow contact={contact} standing={<Standing contact={contact} />}>
      {onAssign === null ? null : (
        <Button
          className="button"
          aria-label={t('contacts.assignOf', { customer })}
          autoFocus={isFocused}
          onPress={() => onAssign(contact)}
        >
          {t('contacts.assign')}
        </Button>
      )}
      {link === null || onAssign === null ? null : (
        <OpenLinkButton link={link} customer={customer} />
      )}
    </ContactRow>
  );
}

function Standing({ contact }: { readonly contact: WaitingContactView }) {
  const t = useTexts();
  return waitingWords(contact, useNow(), useFormatLocale(), t);
}
