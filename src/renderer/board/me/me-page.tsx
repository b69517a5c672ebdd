import type { TeamView } from '../../bridge/team-view.ts';
import { History } from '../../history/history.tsx';
import { useApi, useSession } from '../app/board-context.ts';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import { Page } from '../ui/page.tsx';
import { useResource } from '../ui/use-resource.ts';
import { BoardLanguage } from './board-language.tsx';
import { ChangePassword } from './change-password.tsx';
import { Devices } from './devices.tsx';

/** What is the member's own: what is recorded of them, where they are signed in, their password. */
export function MePage({ view }: { readonly view: TeamView }) {
  const t = useBoardTexts();
  const api = useApi();
  const { member } = useSession();
  const devices = useResource(() => api.me.devices());
  return (
    <Page title={t('nav.me')} about={t('me.about', { name: member.name, email: member.email })}>
      <div className="columns">
        <div className="stack-wide">
          <Devices devices={devices} />
          <ChangePassword onChanged={devices.reload} />
          <BoardLanguage language={view.preferences.language} />
        </div>
        <section className="section">
          <History live={view.self?.live ?? null} />
        </section>
      </div>
    </Page>
  );
}
