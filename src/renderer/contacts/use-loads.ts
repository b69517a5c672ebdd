import { useEffect, useRef, useState } from 'react';
import type { Bridge } from '../../shared/bridge/bridge.ts';
import { useBridge } from '../bridge/bridge-context.ts';
import type { LoadsById } from './candidates.ts';
import { Follower } from './follower.ts';

const UNKNOWN: LoadsById = new Map();

/** What everyone has and may have, asked anew whenever `revision` is another one. */
export function useLoads(revision: number): LoadsById {
  const bridge = useBridge();
  const [loads, setLoads] = useState(UNKNOWN);
  const follower = useRef<Follower<LoadsById> | null>(null);
  useEffect(() => {
    const current = new Follower({ get: () => loadsById(bridge), show: setLoads });
    follower.current = current;
    return () => current.end();
  }, [bridge]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is why it is asked anew
  useEffect(() => follower.current?.look(), [bridge, revision]);
  return loads;
}

/** Nothing where it cannot be had, as of an older server: assigning does not depend on it. */
async function loadsById(bridge: Pick<Bridge, 'getLoads'>): Promise<LoadsById> {
  const outcome = await bridge.getLoads(undefined).catch(() => null);
  if (outcome === null || !outcome.ok) return UNKNOWN;
  return new Map(outcome.loads.map((load) => [load.memberId, load]));
}
