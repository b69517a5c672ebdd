import { useState } from 'react';
import { ConnectionBanner } from '../notices/connection-banner.tsx';
import { Notice } from '../notices/notice.tsx';
import { OwnStatus } from '../own-status/own-status.tsx';
import { Connecting } from '../roster/connecting.tsx';
import { Roster } from '../roster/roster.tsx';
import { SettingsDialog } from '../settings/settings-dialog.tsx';
import type { TeamView } from './team-view.ts';

export function TeamWindow({ view }: { readonly view: TeamView }) {
  const [settingsOpen, setSettingsOpen] = useState(false);
  const first = view.self === null && view.members.length === 0;
  return (
    <div className="window">
      <ConnectionBanner connection={first ? null : view.connection} />
      {first ? <Connecting server={view.server} /> : <Roster view={view} />}
      <Notice />
      <OwnStatus view={view} onOpenSettings={() => setSettingsOpen(true)} />
      <SettingsDialog view={view} isOpen={settingsOpen} onOpenChange={setSettingsOpen} />
    </div>
  );
}
