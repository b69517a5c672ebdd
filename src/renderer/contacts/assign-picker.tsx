import { useMemo, useState } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Input, Label, TextField } from 'react-aria-components/TextField';
import type { MemberView } from '../../shared/bridge/view.ts';
import { hasRoom, type MemberLoad } from '../../shared/domain/contact.ts';
import { useTexts } from '../i18n/locale.tsx';
import { SearchIcon } from '../icons/icons.tsx';
import { Avatar } from '../indicator/avatar.tsx';
import { shapeOf } from '../indicator/shape-of.ts';
import { candidates } from './candidates.ts';
import { ConfirmAssignment } from './confirm-assignment.tsx';
import { loadWords } from './contact-words.ts';
import { useLoads } from './use-loads.ts';

type Props = {
  /** Everyone who can be given it, the member themselves among them, by name. */
  readonly people: readonly MemberView[];
  readonly selfId: string | null;
  /** Another one where somebody may have more or fewer contacts than before. */
  readonly revision: number;
  /** Whether statuses are known live (PR9); without them nobody is to be picked. */
  readonly isLive: boolean;
  /** Gives it to a member; resolves when that is decided. */
  readonly onAssign: (member: MemberView) => Promise<void>;
};

/** Picks whom to give a contact to, and asks about whoever is not Online (AS7). */
export function AssignPicker({ people, selfId, revision, isLive, onAssign }: Props) {
  const t = useTexts();
  const [query, setQuery] = useState('');
  const [askedId, setAskedId] = useState<string | null>(null);
  const [isAssigning, setIsAssigning] = useState(false);
  const loads = useLoads(revision);
  const found = useMemo(() => candidates(people, loads, query.trim()), [people, loads, query]);
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
        dependencies={[selfId, loads]}
        renderEmptyState={() => <p className="hint">{t('picker.nobody')}</p>}
        onAction={(key) => pick(String(key))}
      >
        {(person) => (
          <Candidate
            person={person}
            load={loads.get(person.memberId)}
            isSelf={person.memberId === selfId}
          />
        )}
      </ListBox>
      {found.rest > 0 ? <p className="hint">{t('picker.more', { count: found.rest })}</p> : null}
    </>
  );
}

function Candidate(props: {
  readonly person: MemberView;
  /** Undefined where it is not known. */
  readonly load: MemberLoad | undefined;
  readonly isSelf: boolean;
}) {
  const { person, load, isSelf } = props;
  const t = useTexts();
  const name = isSelf ? t('picker.self', { name: person.name }) : person.name;
  const status = t(`status.${person.live?.status ?? 'unknown'}`);
  const isFull = load?.receivesContacts === true && !hasRoom(load);
  return (
    <ListBoxItem id={person.memberId} className="menu-item candidate" textValue={name}>
      <Avatar name={person.name} shape={shapeOf(person.live)} />
      <span className="menu-text candidate-text">
        <span className="candidate-name">{name}</span>
        <span className="menu-detail">
          {load === undefined ? status : `${status} · ${loadWords(load, t)}`}
        </span>
      </span>
      {isFull ? <span className="candidate-full">{t('picker.full')}</span> : null}
    </ListBoxItem>
  );
}
