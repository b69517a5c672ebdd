import type { Role } from '../../../shared/domain/member.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { Page } from '../ui/page.tsx';
import { Invites } from './invites.tsx';
import { Members } from './members.tsx';

/** Who is in the team and who is asked to join. */
export function TeamPage({ role }: { readonly role: Role }) {
  const t = useBoardTexts();
  return (
    <Page title={t('nav.team')} about={t('team.about')}>
      <Members role={role} />
      <Invites role={role} />
    </Page>
  );
}
