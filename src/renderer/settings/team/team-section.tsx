import type { TeamView } from '../../bridge/team-view.ts';
import { LockSetting } from './lock-setting.tsx';
import { TimeoutSetting } from './timeout-setting.tsx';

export function TeamSection({ view }: { readonly view: TeamView }) {
  return (
    <>
      <TimeoutSetting view={view} />
      <LockSetting view={view} />
    </>
  );
}
