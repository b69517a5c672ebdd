import { onlyOwnInputCounts } from '../activity/own-input.ts';
import { useInputReport } from '../activity/use-input-report.ts';
import { ConnectionBanner } from '../notices/connection-banner.tsx';
import { Notice } from '../notices/notice.tsx';
import { SourceNotice } from '../notices/source-notice.tsx';
import { BusyUntilDialog } from '../own-status/busy-until-dialog.tsx';
import { OwnStatus } from '../own-status/own-status.tsx';
import { Connecting } from '../roster/connecting.tsx';
import { Roster } from '../roster/roster.tsx';
import { SettingsDialog } from '../settings/settings-dialog.tsx';
import { WhyDialog } from '../why/why-dialog.tsx';
import { isConnected, type TeamView } from './team-view.ts';
import { usePlaces } from './use-places.ts';

export function TeamWindow({ view }: { readonly view: TeamView }) {
  const { open, stateOf, soughtPerson } = usePlaces();
  useInputReport(view.source);
  const first = view.self === null && view.members.length === 0;
  return (
    <div className="window">
      <ConnectionBanner connection={first ? null : view.connection} />
      {first ? (
        <Connecting server={view.server} />
      ) : (
        <Roster view={view} soughtPerson={soughtPerson} />
      )}
      <Notice />
      <SourceNotice isShown={isConnected(view) && onlyOwnInputCounts(view.source)} />
      <OwnStatus view={view} onOpen={open} />
      <BusyUntilDialog {...stateOf('busy-until')} />
      <WhyDialog view={view} {...stateOf('own-status')} />
      <SettingsDialog view={view} {...stateOf('settings')} />
    </div>
  );
}
