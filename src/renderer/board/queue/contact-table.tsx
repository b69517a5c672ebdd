import type { MemberView } from '../../../shared/bridge/view.ts';
import { type Contact, holderOf } from '../../../shared/domain/contact.ts';
import { formatDuration } from '../../../shared/time/duration.ts';
import { useFormatLocale } from '../../i18n/locale.tsx';
import { useNow } from '../../time/use-now.ts';
import type { Reply } from '../api/http.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { type Column, DataTable } from '../ui/data-table.tsx';
import { MemberStatus } from '../ui/member-status.tsx';
import { RowButton } from '../ui/row-button.tsx';
import { ContactWords } from './contact-words.tsx';

type Props = {
  readonly label: string;
  readonly contacts: readonly Contact[];
  readonly people: readonly MemberView[];
  readonly empty: string;
  readonly onAssign: (contact: Contact) => void;
  readonly onReturn: (contactId: string) => Promise<Reply<unknown>>;
  readonly onClose: (contactId: string) => Promise<Reply<unknown>>;
  /** One of them is not as it was any more. */
  readonly onDone: () => void;
};

/** Contacts with who has them and what a manager can do about it. */
export function ContactTable(props: Props) {
  const { label, contacts, people, empty, onAssign, onReturn, onClose, onDone } = props;
  const t = useBoardTexts();
  const locale = useFormatLocale();
  const now = useNow();

  const columns: readonly Column<Contact>[] = [
    {
      name: t('queue.contact'),
      isHeading: true,
      cell: (contact) => <ContactWords contact={contact} people={people} />,
    },
    { name: t('queue.channel'), cell: ({ channel }) => channel ?? '' },
    {
      name: t('queue.since'),
      isShort: true,
      cell: ({ arrivedAt }) => formatDuration(now - arrivedAt, 'minute', locale),
    },
    {
      name: t('queue.with'),
      cell: (contact) => {
        const memberId = holderOf(contact);
        if (memberId === null) return t('queue.nobody');
        const member = people.find((person) => person.memberId === memberId);
        return (
          <>
            {member === undefined ? t('page.formerMember') : <MemberStatus member={member} />}
            <span className="cell-detail">{t(`queue.state.${contact.state}`)}</span>
          </>
        );
      },
    },
    {
      name: t('page.actions'),
      isUnnamed: true,
      cell: (contact) => {
        const { contactId, customer } = contact;
        return (
          <div className="row-actions">
            <RowButton
              label={t(contact.state === 'waiting' ? 'queue.assign' : 'queue.reassign')}
              fullLabel={t(contact.state === 'waiting' ? 'queue.assignOf' : 'queue.reassignOf', {
                customer,
              })}
              onClick={() => onAssign(contact)}
            />
            {contact.state === 'waiting' ? null : (
              <ConfirmButton
                label={t('queue.return')}
                fullLabel={t('queue.returnOf', { customer })}
                title={t('queue.return')}
                question={t('queue.returnAsk', { customer })}
                confirm={t('queue.return')}
                onConfirm={() => onReturn(contactId)}
                onDone={onDone}
              />
            )}
            <ConfirmButton
              label={t('queue.close')}
              fullLabel={t('queue.closeOf', { customer })}
              title={t('queue.close')}
              question={t('queue.closeAsk', { customer })}
              confirm={t('queue.close')}
              onConfirm={() => onClose(contactId)}
              onDone={onDone}
            />
          </div>
        );
      },
    },
  ];
  return (
    <DataTable
      label={label}
      columns={columns}
      rows={contacts}
      keyOf={({ contactId }) => contactId}
      empty={empty}
    />
  );
}
