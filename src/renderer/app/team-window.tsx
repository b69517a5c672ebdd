import { useEffect, useRef } from 'react';
import { onlyOwnInputCounts } from '../activity/own-input.ts';
import { useInputReport } from '../activity/use-input-report.ts';
import { isConnected, type TeamView } from '../bridge/team-view.ts';
import { ContactBar } from '../contacts/contact-bar.tsx';
import { ConnectionBanner } from '../notices/connection-banner.tsx';
import { Notice } from '../notices/notice.tsx';
import { SettingsTroubleNotice } from '../notices/settings-trouble-notice.tsx';
import { SourceNotice } from '../notices/source-notice.tsx';
import { TrayNotice } from '../notices/tray-notice.tsx';
import { OwnStatus } from '../own-status/own-status.tsx';
import { Connecting } from '../roster/connecting.tsx';
import { Roster } from '../roster/roster.tsx';
import { OnDemand } from './on-demand.tsx';
import { OwnDialogs } from './own-dialogs.tsx';
import { contactsDialog, prefetchParts, settingsDialog } from './parts.ts';
import { usePlaces } from './use-places.ts';

export function TeamWindow({ view }: { readonly view: TeamView }) {
  const { open, stateOf, opener, soughtPerson, soughtContact } = usePlaces();
  const contactOpener = useRef<HTMLButtonElement>(null);
  const settings = stateOf('settings');
  const contacts = stateOf('contacts');
  useInputReport(view.source);
  useEffect(prefetchParts, []);
  const first = view.self === null && view.members.length === 0;
  return (
    <div className="window">
      <ConnectionBanner connection={first ? null : view.connection} />
      {first ? (
        <Connecting server={view.server} />
      ) : (
        <Roster view={view} soughtPerson={soughtPerson} />
      )}
      <SettingsTroubleNotice trouble={view.settingsTrouble} />
      <Notice />
      <SourceNotice isShown={isConnected(view) && onlyOwnInputCounts(view.source)} />
      <TrayNotice isShown={view.trayIsMissing} />
      {view.contacts === null ? null : (
        <ContactBar contacts={view.contacts} button={contactOpener} onOpen={open} />
      )}
      <OwnStatus view={view} button={opener} onOpen={open} />
      <OwnDialogs view={view} stateOf={stateOf} />
      <OnDemand part={settingsDialog} isOpen={settings.isOpen}>
        {(Dialog) => <Dialog view={view} {...settings} />}
      </OnDemand>
      <OnDemand part={contactsDialog} isOpen={contacts.isOpen}>
        {(Dialog) => (
          <Dialog view={view} sought={soughtContact} {...contacts} opener={contactOpener} />
        )}
      </OnDemand>
    </div>
  );
}
