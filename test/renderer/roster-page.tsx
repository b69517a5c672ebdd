/** Not a test: a page with the roster alone, whose people count how often they are looked at. */
import { createRoot } from 'react-dom/client';
import { BridgeContext } from '../../src/renderer/bridge/bridge-context.ts';
import { LocaleProvider } from '../../src/renderer/i18n/locale.tsx';
import { NoticeProvider } from '../../src/renderer/notices/notice-context.tsx';
import { Roster } from '../../src/renderer/roster/roster.tsx';
import type { Bridge } from '../../src/shared/bridge/bridge.ts';
import type { MemberView } from '../../src/shared/bridge/view.ts';
import { teamView } from './views.ts';

const MINUTE_MS = 60_000;

export type RosterPage = typeof globalThis & {
  looks: number;
  /** Draws the team without this member. */
  leave: (memberId: string) => void;
};
const scope = globalThis as RosterPage;
scope.looks = 0;

/** Whoever draws a person, or compares them to draw them, reads their name. */
function person(index: number): MemberView {
  return {
    memberId: `member-${index}`,
    get name() {
      scope.looks += 1;
      return `Person ${index}`;
    },
    role: 'agent',
    watched: false,
    live: {
      status: 'online',
      since: Date.now() - index * MINUTE_MS,
      cause: 'chosen',
      until: null,
      note: null,
    },
  };
}

const everyone = Array.from({ length: 200 }, (_, index) => person(index));
// Nothing that happens in this page calls main.
const bridge = {} as Bridge;
const root = document.createElement('div');
root.id = 'root';
document.body.append(root);
const drawn = createRoot(root);
function draw(members: readonly MemberView[]): void {
  drawn.render(
    <LocaleProvider language="en">
      <BridgeContext value={bridge}>
        <NoticeProvider>
          <Roster view={teamView({ members })} soughtPerson={null} />
        </NoticeProvider>
      </BridgeContext>
    </LocaleProvider>,
  );
}
scope.leave = (memberId) => draw(everyone.filter((member) => member.memberId !== memberId));
draw(everyone);
