import { useEffect } from 'react';
import type { ActivitySource } from '../../shared/domain/activity.ts';
import { useBridge } from '../bridge/bridge-context.ts';
import { reportInput } from './input-report.ts';
import { onlyOwnInputCounts } from './own-input.ts';

/** Tells main of input in the window, where nothing else tells of any (PR12). */
export function useInputReport(source: ActivitySource): void {
  const bridge = useBridge();
  const needed = onlyOwnInputCounts(source);
  useEffect(() => {
    if (!needed) return;
    return reportInput(window, () => {
      // A report that is lost is made good by the next; the member could do nothing about it.
      bridge.noteInput(undefined).catch(() => undefined);
    });
  }, [bridge, needed]);
}
