import type { TeamView } from '../bridge/team-view.ts';
import { BEGINNINGS } from '../own-status/choice-draft.ts';
import { OnDemand } from './on-demand.tsx';
import { choiceDialog, whyDialog } from './parts.ts';
import type { Places } from './use-places.ts';

type Props = { readonly view: TeamView; readonly stateOf: Places['stateOf'] };

/** The dialogs that the menu of the own status leads to. */
export function OwnDialogs({ view, stateOf }: Props) {
  const why = stateOf('own-status');
  return (
    <>
      {BEGINNINGS.map((beginning) => (
        <OnDemand key={beginning} part={choiceDialog} isOpen={stateOf(beginning).isOpen}>
          {(Dialog) => <Dialog view={view} beginning={beginning} {...stateOf(beginning)} />}
        </OnDemand>
      ))}
      <OnDemand part={whyDialog} isOpen={why.isOpen}>
        {(Dialog) => <Dialog view={view} {...why} />}
      </OnDemand>
    </>
  );
}
