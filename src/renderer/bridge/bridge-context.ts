import { createContext, useContext } from 'react';
import type { Bridge } from '../../shared/bridge/bridge.ts';

export const BridgeContext = createContext<Bridge | null>(null);

export function useBridge(): Bridge {
  const bridge = useContext(BridgeContext);
  if (bridge === null) throw new Error('useBridge outside of BridgeContext');
  return bridge;
}
