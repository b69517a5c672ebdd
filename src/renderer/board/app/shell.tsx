import { useState } from 'react';
import { BridgeContext } from '../../bridge/bridge-context.ts';
import { useView } from '../../bridge/use-view.ts';
import { NoticeProvider } from '../../notices/notice-context.tsx';
import type { PageMembership } from '../runtime/page-membership.ts';
import { useBoard } from './board-context.ts';
import { Frame } from './frame.tsx';

/** The board of somebody who is signed in: from here on the page takes part in the team. */
export function Shell() {
  const { session } = useBoard();
  const [page] = useState(() => session.page());
  return page === null ? null : <Joined page={page} />;
}

function Joined({ page }: { readonly page: PageMembership }) {
  const state = useView(page.bridge);
  // The bridge is in the page: its first view comes at once, and another kind ends the session.
  if (state.kind !== 'shown' || state.view.kind !== 'team') return null;
  return (
    <BridgeContext value={page.bridge}>
      <NoticeProvider>
        <Frame view={state.view} page={page} />
      </NoticeProvider>
    </BridgeContext>
  );
}
