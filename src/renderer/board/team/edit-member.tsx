import { useRef, useState } from 'react';
import { Button } from 'react-aria-components/Button';
import { MAX_NAME_LENGTH } from '../../../shared/api/fields.ts';
import type { TeamMember } from '../../../shared/api/members.ts';
import { CAPACITY } from '../../../shared/domain/contact.ts';
import { mayManageRole, ROLES, type Role } from '../../../shared/domain/member.ts';
import { DialogFrame } from '../../dialog/dialog-frame.tsx';
import { PlainForm } from '../../fields/plain-form.tsx';
import { useTexts } from '../../i18n/locale.tsx';
import { SwitchSetting } from '../../settings/switch-setting.tsx';
import { useApi } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useAction } from '../ui/use-action.ts';
import { type MemberDraft, memberChange, readCapacity } from './member-change.ts';

type Props = {
  /** Who is being changed; null while nobody is. */
  readonly member: TeamMember | null;
  /** Of whoever changes them. */
  readonly role: Role;
  readonly onClose: () => void;
  readonly onDone: () => void;
};

export function EditMember({ member, role, onClose, onDone }: Props) {
  const t = useBoardTexts();
  const opener = useRef<HTMLElement>(null);
  return (
    <DialogFrame
      title={member === null ? '' : t('team.editOf', { name: member.name })}
      isOpen={member !== null}
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      opener={opener}
    >
      {member === null ? null : (
        <MemberForm member={member} role={role} onClose={onClose} onDone={onDone} />
      )}
    </DialogFrame>
  );
}

function MemberForm(props: Props & { readonly member: TeamMember }) {
  const { member, role, onClose, onDone } = props;
  const t = useBoardTexts();
  const words = useTexts();
  const api = useApi();
  const [draft, setDraft] = useState<MemberDraft>({
    ...member,
    capacity: String(member.capacity),
  });
  const { run, isRunning, problem } = useAction();
  const capacityFits = readCapacity(draft.capacity) !== null;
  const nameFits = draft.name.trim() !== '';

  async function submit(): Promise<void> {
    if (!capacityFits || !nameFits) return;
    const change = memberChange(member, draft);
    if (change !== null) {
      if ((await run(() => api.members.change(member.memberId, change))) === null) return;
      onDone();
    }
    onClose();
  }
  return (
    <PlainForm onSubmit={() => void submit()}>
      <ProblemMessage problem={problem} words={{ conflict: t('team.lastOwner') }} />
      <TextField
        label={t('team.name')}
        maxLength={MAX_NAME_LENGTH}
        value={draft.name}
        onChange={(name) => setDraft({ ...draft, name })}
        error={nameFits ? null : t('join.nameMissing')}
      />
      <SelectField
        label={t('team.role')}
        value={draft.role}
        options={ROLES.filter((option) => mayManageRole(role, option))}
        textOf={(option) => words(`role.${option}`)}
        onChange={(chosen) => setDraft({ ...draft, role: chosen })}
      />
      <SwitchSetting
        label={t('team.receives')}
        hint={t('team.receivesHint')}
        isOn={draft.receivesContacts}
        onChange={(receivesContacts) => setDraft({ ...draft, receivesContacts })}
      />
      <TextField
        label={t('team.capacity')}
        hint={t('team.capacityHint', CAPACITY)}
        value={draft.capacity}
        onChange={(capacity) => setDraft({ ...draft, capacity })}
        error={capacityFits ? null : t('team.capacityInvalid', CAPACITY)}
      />
      <div className="dialog-actions">
        <Button className="button" onPress={onClose}>
          {words('busy.cancel')}
        </Button>
        <SubmitButton label={words('settings.save')} isRunning={isRunning} />
      </div>
    </PlainForm>
  );
}
