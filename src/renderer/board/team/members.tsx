import { useState } from 'react';
import type { PasswordLink, TeamMember } from '../../../shared/api/members.ts';
import { mayManageRole, type Role } from '../../../shared/domain/member.ts';
import { useTexts } from '../../i18n/locale.tsx';
import { useApi, useSession } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import type { Column } from '../ui/data-table.tsx';
import { ListTable } from '../ui/list-table.tsx';
import { Section } from '../ui/section.tsx';
import { ToldOnce } from '../ui/told-once.tsx';
import { useList } from '../ui/use-list.ts';
import { useMoment } from '../ui/use-moment.ts';
import { EditMember } from './edit-member.tsx';
import { MemberActions } from './member-actions.tsx';

type Link = PasswordLink & { readonly name: string };

export function Members({ role }: { readonly role: Role }) {
  const t = useBoardTexts();
  const words = useTexts();
  const api = useApi();
  const moment = useMoment();
  const { member: self } = useSession();
  const list = useList<TeamMember>((cursor) => api.members.list(cursor));
  const [editing, setEditing] = useState<TeamMember | null>(null);
  const [link, setLink] = useState<Link | null>(null);

  const columns: readonly Column<TeamMember>[] = [
    {
      name: t('team.name'),
      isHeading: true,
      cell: ({ name, email }) => (
        <>
          {name}
          <span className="cell-detail">{email}</span>
        </>
      ),
    },
    { name: t('team.role'), cell: (member) => words(`role.${member.role}`) },
    {
      name: t('team.receives'),
      cell: ({ receivesContacts }) => t(receivesContacts ? 'page.yes' : 'page.no'),
    },
    {
      name: t('team.contacts'),
      isNumber: true,
      cell: ({ openContacts, capacity }) => t('team.contactsOf', { open: openContacts, capacity }),
    },
    { name: t('team.account'), cell: ({ active }) => t(active ? 'team.active' : 'team.inactive') },
    {
      name: t('page.actions'),
      isUnnamed: true,
      cell: (member) =>
        mayManageRole(role, member.role) ? (
          <MemberActions
            member={member}
            isSelf={member.memberId === self.memberId}
            onEdit={() => setEditing(member)}
            onLink={(made) => setLink({ ...made, name: member.name })}
            onDone={list.reload}
          />
        ) : null,
    },
  ];
  return (
    <Section title={t('team.members')}>
      {link === null ? null : (
        <ToldOnce
          label={t('team.passwordLinkOf', { name: link.name })}
          hint={t('team.passwordLinkHint', { time: moment(link.expiresAt) })}
          secret={link.link}
          onDismiss={() => setLink(null)}
        />
      )}
      <ListTable
        list={list}
        label={t('team.members')}
        columns={columns}
        keyOf={({ memberId }) => memberId}
        empty={t('team.nobody')}
      />
      <EditMember
        member={editing}
        role={role}
        onClose={() => setEditing(null)}
        onDone={list.reload}
      />
    </Section>
  );
}
