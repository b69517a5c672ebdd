import type { Bridge } from '../shared/bridge/bridge.ts';

declare global {
  interface Window {
    readonly ampel: Bridge;
  }
}
