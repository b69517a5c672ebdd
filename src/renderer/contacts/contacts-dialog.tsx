import { useEffect, useMemo, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { ContactsView, WaitingContactView } from '../../shared/bridge/contacts.ts';
import type { MemberView } from '../../shared/bridge/view.ts';
import { mayManage } from '../../shared/domain/member.ts';
import type { SoughtContact } from '../app/use-places.ts';
import { useBridge } from '../bridge/bridge-context.ts';
import { isConnected, type TeamView } from '../bridge/team-view.ts';
import { DialogFrame, type DialogState } from '../dialog/dialog-frame.tsx';
import { useFormatLocale, useTexts } from '../i18n/locale.tsx';
import { Notice } from '../notices/notice.tsx';
import { outcomeOf, useNotices } from '../notices/notice-context.tsx';
import { AssignPicker } from './assign-picker.tsx';
import { OwnContacts } from './own-contacts.tsx';
import { WaitingContacts } from './waiting-contacts.tsx';

type Props = DialogState & {
  readonly view: TeamView;
  /** Which one the window was opened at; a new value each time it was (NO5). */
  readonly sought: SoughtContact | null;
};

/** The own contacts, and those that wait. */
export function ContactsDialog({ view, sought, ...state }: Props) {
  const t = useTexts();
  const { contacts } = view;
  if (contacts === null) return null;
  return (
    <DialogFrame title={t('contacts.title')} {...state}>
      <Body view={view} contacts={contacts} sought={sought} />
    </DialogFrame>
  );
}

/** Lives as long as the dialog is open, so that it always opens at the lists. */
function Body({
  view,
  contacts,
  sought,
}: Pick<Props, 'view' | 'sought'> & {
  readonly contacts: ContactsView;
}) {
  const t = useTexts();
  const [assigning, setAssigning] = useState<WaitingContactView | null>(null);
  const [cameFrom, setCameFrom] = useState<string | null>(null);
  /** What has been assigned; a new value each time. */
  const [done, setDone] = useState<{ readonly words: string } | null>(null);
  useEffect(() => {
    // The row that had the focus is gone.
    if (done !== null) document.getElementById('waiting-contacts')?.focus();
  }, [done]);
  const manages = view.self !== null && mayManage(view.self.role);
  return (
    <div className="contacts-body">
      {/* What failed here would else be told behind the dialog alone. */}
      <Notice />
      <p className="saved" role="status">
        {done?.words}
      </p>
      {assigning === null ? (
        <>
          <OwnContacts contacts={contacts} sought={sought} />
          <WaitingContacts
            queue={contacts.queue}
            revision={contacts.revision}
            cameFrom={cameFrom}
            onAssign={
              manages
                ? (contact) => {
                    setDone(null);
                    setCameFrom(contact.contactId);
                    setAssigning(contact);
                  }
                : null
            }
          />
        </>
      ) : (
        <Assigning
          view={view}
          contact={assigning}
          onBack={() => setAssigning(null)}
          onAssigned={({ name }) => {
            const { customer } = assigning;
            setCameFrom(null);
            setDone({ words: t('contacts.assigned', { customer, name }) });
            setAssigning(null);
          }}
        />
      )}
    </div>
  );
}

function Assigning(props: {
  readonly view: TeamView;
  readonly contact: WaitingContactView;
  readonly onBack: () => void;
  readonly onAssigned: (member: MemberView) => void;
}) {
  const { view, contact, onBack, onAssigned } = props;
  const { self, members } = view;
  const t = useTexts();
  const locale = useFormatLocale();
  const bridge = useBridge();
  const { tell } = useNotices();
  const people = useMemo(() => {
    const { compare } = new Intl.Collator(locale);
    return self === null ? members : [...members, self].sort((a, b) => compare(a.name, b.name));
  }, [self, members, locale]);

  async function assign(member: MemberView): Promise<void> {
    const { contactId } = contact;
    const outcome = await outcomeOf(bridge.assignContact({ contactId, memberId: member.memberId }));
    tell(Promise.resolve(outcome));
    if (outcome.ok) onAssigned(member);
  }
  return (
    <>
      <div className="section-header">
        <Button className="section-back" onPress={onBack}>
          <span className="section-arrow section-arrow-back" aria-hidden="true" />
          {t('picker.back')}
        </Button>
        <h3 className="picker-title">{t('picker.title', { customer: contact.customer })}</h3>
      </div>
      <AssignPicker
        people={people}
        selfId={self?.memberId ?? null}
        revision={view.contacts?.revision ?? 0}
        isLive={isConnected(view)}
        onAssign={assign}
      />
    </>
  );
}
