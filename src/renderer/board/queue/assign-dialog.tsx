import { useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import type { TeamMember } from '../../../shared/api/members.ts';
import type { MemberView } from '../../../shared/bridge/view.ts';
import { type Contact, holderOf } from '../../../shared/domain/contact.ts';
import { DialogFrame } from '../../dialog/dialog-frame.tsx';
import { useTexts } from '../../i18n/locale.tsx';
import { Indicator } from '../../indicator/indicator.tsx';
import { shapeOf } from '../../indicator/shape-of.ts';
import { useApi } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { useAction } from '../ui/use-action.ts';
import { useResource } from '../ui/use-resource.ts';
import { byFitness } from './by-fitness.ts';

type Props = {
  /** What is to be assigned; null while nothing is. */
  readonly contact: Contact | null;
  readonly people: readonly MemberView[];
  readonly onClose: () => void;
  readonly onDone: () => void;
};

/** Everyone with their status, to give a contact to; asks where they are not Online (AS7). */
export function AssignDialog({ contact, people, onClose, onDone }: Props) {
  const t = useBoardTexts();
  // What opened it is a row of a table that is drawn anew; the focus goes back there by itself.
  const opener = useRef<HTMLElement>(null);
  return (
    <DialogFrame
      title={contact === null ? '' : t('assign.title', { customer: contact.customer })}
      isOpen={contact !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      opener={opener}
    >
      {contact === null ? null : (
        <Picker contact={contact} people={people} onClose={onClose} onDone={onDone} />
      )}
    </DialogFrame>
  );
}

function Picker(props: Props & { readonly contact: Contact }) {
  const { contact, people, onClose, onDone } = props;
  const t = useBoardTexts();
  const words = useTexts();
  const api = useApi();
  const [chosen, setChosen] = useState<MemberView | null>(null);
  const { run, isRunning, problem, forget } = useAction();
  const members = useResource(() => api.members.list());
  const known = members.state.kind === 'shown' ? members.state.value.items : [];
  const loads = new Map(known.map((member) => [member.memberId, member]));

  async function assign(member: MemberView): Promise<void> {
    if ((await run(() => api.contacts.assign(contact.contactId, member.memberId))) === null) return;
    onDone();
    onClose();
  }
  if (chosen !== null) {
    const status = words(`status.${chosen.live?.status ?? 'unknown'}`);
    return (
      <div className="stack">
        <p>
          {t('assign.ask', { name: chosen.name, status, customer: contact.customer })}{' '}
          {chosen.live?.status === 'busy' ? t('assign.askBusy') : t('assign.askOffline')}
        </p>
        <ProblemMessage problem={problem} />
        <div className="dialog-actions">
          <Button
            className="button"
            autoFocus
            onPress={() => {
              forget();
              setChosen(null);
            }}
          >
            {t('assign.back')}
          </Button>
          <Button
            className="button button-primary"
            isPending={isRunning}
            onPress={() => void assign(chosen)}
          >
            {t('assign.anyway', { name: chosen.name })}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <>
      <ProblemMessage problem={problem} />
      <ul className="picker" aria-label={t('assign.people')}>
        {byFitness(people, loads)
          .filter(({ memberId }) => memberId !== holderOf(contact))
          .map((member) => (
            <li key={member.memberId}>
              <button
                type="button"
                className="picker-person"
                aria-disabled={isRunning}
                onClick={() =>
                  member.live?.status === 'online' ? void assign(member) : setChosen(member)
                }
              >
                <Indicator shape={shapeOf(member.live)} />
                <span className="picker-name">{member.name}</span>
                <span className="hint">
                  <Load
                    status={member.live?.status ?? 'unknown'}
                    load={loads.get(member.memberId)}
                  />
                </span>
              </button>
            </li>
          ))}
      </ul>
    </>
  );
}

function Load(props: {
  readonly status: 'online' | 'busy' | 'offline' | 'unknown';
  readonly load: TeamMember | undefined;
}) {
  const { status, load } = props;
  const t = useBoardTexts();
  const words = useTexts();
  const parts = [words(`status.${status}`)];
  if (load !== undefined) {
    parts.push(t('assign.load', { open: load.openContacts, capacity: load.capacity }));
    if (!load.receivesContacts) parts.push(t('assign.receivesNone'));
  }
  return parts.join(' · ');
}
