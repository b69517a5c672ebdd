import type { PasswordLink, TeamMember } from '../../../shared/api/members.ts';
import { useApi } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import { RowButton } from '../ui/row-button.tsx';

type Props = {
  readonly member: TeamMember;
  readonly isSelf: boolean;
  readonly onEdit: () => void;
  readonly onLink: (link: PasswordLink) => void;
  readonly onDone: () => void;
};

/** What a manager can do about a member. */
export function MemberActions({ member, isSelf, onEdit, onLink, onDone }: Props) {
  const t = useBoardTexts();
  const api = useApi();
  const { memberId, name, active } = member;
  return (
    <div className="row-actions">
      <RowButton label={t('team.edit')} fullLabel={t('team.editOf', { name })} onClick={onEdit} />
      {active ? (
        <>
          <ConfirmButton
            label={t('team.endSessions')}
            fullLabel={t('team.endSessionsOf', { name })}
            title={t('team.endSessions')}
            question={t('team.endSessionsAsk', { name })}
            confirm={t('team.endSessions')}
            isDanger
            onConfirm={() => api.members.endSessions(memberId)}
            onDone={onDone}
          />
          <ConfirmButton
            label={t('team.passwordLink')}
            fullLabel={t('team.passwordLinkOf', { name })}
            title={t('team.passwordLink')}
            question={t('team.passwordLinkAsk', { name })}
            confirm={t('team.passwordLinkMake')}
            onConfirm={async () => {
              const made = await api.members.passwordLink(memberId);
              if (made.ok) onLink(made.value);
              return made;
            }}
            onDone={onDone}
          />
        </>
      ) : null}
      {isSelf ? null : (
        <ConfirmButton
          label={t(active ? 'team.switchOff' : 'team.switchOn')}
          fullLabel={t(active ? 'team.switchOffOf' : 'team.switchOnOf', { name })}
          title={t(active ? 'team.switchOff' : 'team.switchOn')}
          question={t(active ? 'team.switchOffAsk' : 'team.switchOnAsk', { name })}
          confirm={t(active ? 'team.switchOff' : 'team.switchOn')}
          isDanger={active}
          onConfirm={() => api.members.change(memberId, { active: !active })}
          onDone={onDone}
        />
      )}
    </div>
  );
}
