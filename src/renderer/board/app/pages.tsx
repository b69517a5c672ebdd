import type { ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { mayManage, type Role } from '../../../shared/domain/member.ts';
import { OnDemand } from '../../app/on-demand.tsx';
import type { SoughtPerson } from '../../app/use-places.ts';
import type { TeamView } from '../../bridge/team-view.ts';
import { Connecting } from '../../roster/connecting.tsx';
import { Roster } from '../../roster/roster.tsx';
import { useBoardTexts } from '../i18n/board-texts.tsx';
import type { PageMembership } from '../runtime/page-membership.ts';
import { Page, usePageTitle } from '../ui/page.tsx';
import {
  auditPage,
  contactsPage,
  integrationsPage,
  mePage,
  queuePage,
  reportPage,
  settingsPage,
  teamPage,
  webhooksPage,
} from './page-parts.ts';

type Props = {
  readonly view: TeamView;
  readonly page: PageMembership;
  readonly role: Role;
  /** Whom a notification has led to; a new value each time. */
  readonly soughtPerson: SoughtPerson | null;
};

export function Pages(props: Props) {
  const { view, role, soughtPerson } = props;
  return (
    <Switch>
      <Route path="/">
        <RosterPage view={view} soughtPerson={soughtPerson} />
      </Route>
      <Route path="/me">
        <OnDemand part={mePage} isOpen>
          {(MePage) => <MePage view={view} />}
        </OnDemand>
      </Route>
      <Route path="/contacts">
        <OnDemand part={contactsPage} isOpen>
          {(ContactsPage) => <ContactsPage view={view} />}
        </OnDemand>
      </Route>
      {mayManage(role) ? managersPages(props) : null}
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

/** A list and not a component: the switch looks at its children. */
function managersPages({ view, page, role }: Props): readonly ReactNode[] {
  return [
    <Route key="queue" path="/queue">
      <OnDemand part={queuePage} isOpen>
        {(QueuePage) => <QueuePage view={view} page={page} />}
      </OnDemand>
    </Route>,
    <Route key="team" path="/team">
      <OnDemand part={teamPage} isOpen>
        {(TeamPage) => <TeamPage role={role} />}
      </OnDemand>
    </Route>,
    <Route key="settings" path="/settings">
      <OnDemand part={settingsPage} isOpen>
        {(SettingsPage) => <SettingsPage view={view} />}
      </OnDemand>
    </Route>,
    <Route key="report" path="/report">
      <OnDemand part={reportPage} isOpen>
        {(ReportPage) => <ReportPage />}
      </OnDemand>
    </Route>,
    <Route key="integrations" path="/integrations">
      <OnDemand part={integrationsPage} isOpen>
        {(IntegrationsPage) => <IntegrationsPage />}
      </OnDemand>
    </Route>,
    <Route key="webhooks" path="/webhooks">
      <OnDemand part={webhooksPage} isOpen>
        {(WebhooksPage) => <WebhooksPage />}
      </OnDemand>
    </Route>,
    <Route key="audit" path="/audit">
      <OnDemand part={auditPage} isOpen>
        {(AuditPage) => <AuditPage view={view} />}
      </OnDemand>
    </Route>,
  ];
}

function RosterPage({ view, soughtPerson }: Pick<Props, 'view' | 'soughtPerson'>) {
  const t = useBoardTexts();
  usePageTitle(t('nav.roster'));
  const isFirst = view.self === null && view.members.length === 0;
  if (isFirst) return <Connecting server={view.server} />;
  return <Roster view={view} soughtPerson={soughtPerson} />;
}

function NotFound() {
  const t = useBoardTexts();
  return (
    <Page title={t('page.notFound')}>
      <p>{t('page.notFoundText')}</p>
    </Page>
  );
}
