import { useMemo, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Input, Label, TextField } from 'react-aria-components/TextField';
import type { MemberView } from '../../shared/bridge/view.ts';
import { useTexts } from '../i18n/locale.tsx';
import { SearchIcon } from '../icons/icons.tsx';
import { Avatar } from '../indicator/avatar.tsx';
import { shapeOf } from '../indicator/shape-of.ts';
import { candidates } from './candidates.ts';
import { ConfirmAssignment } from './confirm-assignment.tsx';

type Props = {
  /** Everyone who can be given it, the member themselves among them, by name. */
  readonly people: readonly MemberView[];
  readonly selfId: string | null;
  /** Whether statuses are known live (PR9); without them nobody is to be picked. */
  readonly isLive: boolean;
  /** Gives it to a member; resolves when that is decided. */
  readonly onAssign: (member: MemberView) => Promise<void>;
};

/** Picks whom to give a contact to, and asks about whoever is not Online (AS7). */
export function AssignPicker({ people, selfId, isLive, onAssign }: Props) {
  const t = useTexts();
  const [query, setQuery] = useState('');
  const [askedId, setAskedId] = useState<string | null>(null);
  const [isAssigning, setIsAssigning] = useState(false);
  const found = useMemo(() => candidates(people, query.trim()), [people, query]);
  const asked = people.find(({ memberId }) => memberId === askedId);

  async function assign(member: MemberView): Promise<void> {
    setIsAssigning(true);
    await onAssign(member);
    setIsAssigning(false);
    setAskedId(null);
  }
  function pick(memberId: string): void {
    const member = people.find((person) => person.memberId === memberId);
    if (member === undefined || isAssigning) return;
    if (member.live?.status === 'online') void assign(member);
    else setAskedId(memberId);
  }
  if (!isLive) return <p role="status">{t('picker.stale')}</p>;
  if (asked !== undefined) {
    return (
      <ConfirmAssignment
        member={asked}
        isAssigning={isAssigning}
        onAssign={() => void assign(asked)}
        onBack={() => setAskedId(null)}
      />
    );
  }
  return (
    <>
      <TextField className="field" value={query} onChange={setQuery} autoFocus>
        <Label className="visually-hidden">{t('picker.find')}</Label>
        <div className="input-box picker-find">
          <SearchIcon />
          <Input className="input" placeholder={t('picker.find')} />
        </div>
      </TextField>
      <ListBox
        className="menu picker-list"
        aria-label={t('picker.people')}
        items={found.people.map((person) => ({ ...person, id: person.memberId }))}
        dependencies={[selfId]}
        renderEmptyState={() => <p className="hint">{t('picker.nobody')}</p>}
        onAction={(key) => pick(String(key))}
      >
        {(person) => <Candidate person={person} isSelf={person.memberId === selfId} />}
      </ListBox>
      {found.rest > 0 ? <p className="hint">{t('picker.more', { count: found.rest })}</p> : null}
    </>
  );
}

function Candidate(props: { readonly person: MemberView; readonly isSelf: boolean }) {
  const { person, isSelf } = props;
  const t = useTexts();
  const name = isSelf ? t('picker.self', { name: person.name }) : person.name;
  const status = t(`status.${person.live?.status ?? 'unknown'}`);
  return (
    <ListBoxItem id={person.memberId} className="menu-item candidate" textValue={name}>
      <Avatar name={person.name} shape={shapeOf(person.live)} />
      <span className="menu-text candidate-name">{name}</span>
      <span className="menu-detail">{status}</span>
    </ListBoxItem>
  );
}
