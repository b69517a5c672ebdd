import type { MemberView } from '../../../shared/bridge/view.ts';
import type { Contact } from '../../../shared/domain/contact.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';

type Props = { readonly contact: Contact; readonly people: readonly MemberView[] };

/** Who waits, for what, and why again. */
export function ContactWords({ contact, people }: Props) {
  const t = useBoardTexts();
  const { customer, subject, link } = contact;
  const returned = contact.state === 'waiting' ? contact.returned : null;
  const from = people.find(({ memberId }) => memberId === returned?.memberId)?.name;
  return (
    <>
      {link === null ? (
        customer
      ) : (
        <a href={link} target="_blank" rel="noreferrer">
          {customer}
        </a>
      )}
      {subject === null ? null : <span className="cell-detail">{subject}</span>}
      {returned === null ? null : (
        <span className="cell-detail">
          {t(`queue.returned.${returned.reason}`, { name: from ?? t('page.formerMember') })}
        </span>
      )}
    </>
  );
}
