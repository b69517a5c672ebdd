import { useState } from 'react';
import type { CreatedInvite, Invite } from '../../../shared/api/members.ts';
import { mayManageRole, ROLES, type Role } from '../../../shared/domain/member.ts';
import { PlainForm } from '../../fields/plain-form.tsx';
import { useTexts } from '../../i18n/locale.tsx';
import { useApi } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { ConfirmButton } from '../ui/confirm-button.tsx';
import type { Column } from '../ui/data-table.tsx';
import { ListTable } from '../ui/list-table.tsx';
import { ProblemMessage } from '../ui/problem-message.tsx';
import { Section } from '../ui/section.tsx';
import { SelectField } from '../ui/select-field.tsx';
import { SubmitButton } from '../ui/submit-button.tsx';
import { TextField } from '../ui/text-field.tsx';
import { ToldOnce } from '../ui/told-once.tsx';
import { useAction } from '../ui/use-action.ts';
import { useList } from '../ui/use-list.ts';
import { useMoment } from '../ui/use-moment.ts';

export function Invites({ role }: { readonly role: Role }) {
  const t = useBoardTexts();
  const words = useTexts();
  const api = useApi();
  const moment = useMoment();
  const list = useList<Invite>((cursor) => api.invites.list(cursor));
  const [created, setCreated] = useState<CreatedInvite | null>(null);

  const columns: readonly Column<Invite>[] = [
    { name: t('signIn.email'), isHeading: true, cell: ({ email }) => email },
    { name: t('team.role'), cell: (invite) => words(`role.${invite.role}`) },
    { name: t('invites.created'), cell: ({ createdAt }) => moment(createdAt) },
    { name: t('invites.expires'), cell: ({ expiresAt }) => moment(expiresAt) },
    {
      name: t('page.actions'),
      isUnnamed: true,
      cell: ({ inviteId, email }) => (
        <ConfirmButton
          label={t('invites.revoke')}
          fullLabel={t('invites.revokeOf', { email })}
          title={t('invites.revoke')}
          question={t('invites.revokeAsk', { email })}
          confirm={t('invites.revoke')}
          isDanger
          onConfirm={() => api.invites.revoke(inviteId)}
          onDone={() => {
            if (created?.inviteId === inviteId) setCreated(null);
            list.reload();
          }}
        />
      ),
    },
  ];
  return (
    <Section title={t('invites.title')} hint={t('invites.hint')}>
      <InviteForm
        role={role}
        onCreated={(invite) => {
          setCreated(invite);
          list.reload();
        }}
      />
      {created === null ? null : (
        <ToldOnce
          label={t('invites.linkOf', { email: created.email })}
          hint={t('invites.linkHint', { time: moment(created.expiresAt) })}
          secret={created.link}
          onDismiss={() => setCreated(null)}
        />
      )}
      <ListTable
        list={list}
        label={t('invites.title')}
        columns={columns}
        keyOf={({ inviteId }) => inviteId}
        empty={t('invites.none')}
      />
    </Section>
  );
}

function InviteForm(props: {
  readonly role: Role;
  readonly onCreated: (invite: CreatedInvite) => void;
}) {
  const t = useBoardTexts();
  const words = useTexts();
  const api = useApi();
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('agent');
  const [isMissing, setMissing] = useState(false);
  const { run, isRunning, problem } = useAction();

  async function submit(): Promise<void> {
    setMissing(email.trim() === '');
    if (email.trim() === '') return;
    const made = await run(() => api.invites.create({ email: email.trim(), role }));
    if (made === null) return;
    setEmail('');
    props.onCreated(made.value);
  }
  return (
    <PlainForm className="stack" label={t('invites.create')} onSubmit={() => void submit()}>
      <ProblemMessage
        problem={problem}
        words={{ conflict: t('invites.taken'), invalid: t('signIn.notAnAddress') }}
      />
      <div className="form-row">
        <TextField
          label={t('signIn.email')}
          type="email"
          value={email}
          onChange={(value) => {
            setEmail(value);
            setMissing(false);
          }}
          isReadOnly={isRunning}
          error={isMissing ? t('signIn.emailMissing') : null}
        />
        <SelectField
          label={t('team.role')}
          value={role}
          options={ROLES.filter((option) => mayManageRole(props.role, option))}
          textOf={(option) => words(`role.${option}`)}
          onChange={setRole}
        />
        <SubmitButton label={t('invites.create')} isRunning={isRunning} />
      </div>
    </PlainForm>
  );
}
