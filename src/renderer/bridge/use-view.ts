import { useEffect, useState } from 'react';
import type { Bridge } from '../../shared/bridge/bridge.ts';
import { followView, type ViewState } from './follow-view.ts';

/** The newest view of the app. */
export function useView(bridge: Bridge): ViewState {
  const [state, setState] = useState<ViewState>({ kind: 'waiting' });
  useEffect(() => followView(bridge, setState), [bridge]);
  return state;
}
