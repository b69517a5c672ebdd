import { useRef } from 'react';
import type { MemberView } from '../../../shared/bridge/view.ts';
import { type Contact, holderOf } from '../../../shared/domain/contact.ts';
import { useBridge } from '../../bridge/bridge-context.ts';
import { isConnected, type TeamView } from '../../bridge/team-view.ts';
import { AssignPicker } from '../../contacts/assign-picker.tsx';
import { DialogFrame } from '../../dialog/dialog-frame.tsx';
import { useTexts } from '../../i18n/locale.tsx';
import { outcomeOf } from '../../notices/notice-context.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { useAction } from '../ui/use-action.ts';

type Props = {
  readonly view: TeamView;
  /** What is to be assigned; null while nothing is. */
  readonly contact: Contact | null;
  /** The whole team. */
  readonly people: readonly MemberView[];
  readonly onClose: () => void;
  readonly onDone: () => void;
};

/** Gives a contact to anyone, by hand (AS7). */
export function AssignDialog({ contact, onClose, ...props }: Props) {
  const t = useTexts();
  // What opened it is a row of a table that is drawn anew; the focus goes back there by itself.
  const opener = useRef<HTMLElement>(null);
  return (
    <DialogFrame
      title={contact === null ? '' : t('picker.title', { customer: contact.customer })}
      isOpen={contact !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      opener={opener}
    >
      {contact === null ? null : <Picker contact={contact} onClose={onClose} {...props} />}
    </DialogFrame>
  );
}

function Picker(props: Props & { readonly contact: Contact }) {
  const { view, contact, people, onClose, onDone } = props;
  const bridge = useBridge();
  const { run, problem } = useAction();
  const holder = holderOf(contact);

  async function assign({ memberId }: MemberView): Promise<void> {
    const { contactId } = contact;
    const done = await run(async () => {
      const outcome = await outcomeOf(bridge.assignContact({ contactId, memberId }));
      return outcome.ok ? { ok: true, value: undefined } : outcome;
    });
    onDone();
    if (done !== null) onClose();
  }
  return (
    <>
      <ProblemMessage problem={problem} />
      <AssignPicker
        people={people.filter(({ memberId }) => memberId !== holder)}
        selfId={view.self?.memberId ?? null}
        revision={view.contacts?.revision ?? 0}
        isLive={isConnected(view)}
        onAssign={assign}
      />
    </>
  );
}
