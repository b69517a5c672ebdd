import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, BridgeHandlers } from '../shared/bridge/bridge.ts';
import { CALL_NAMES, callChannel, VIEW_CHANNEL } from '../shared/bridge/channels.ts';
import type { AppView } from '../shared/bridge/view.ts';

// CALL_NAMES holds every call exactly once, which the entries alone cannot tell the compiler.
const calls = Object.fromEntries(
  CALL_NAMES.map((call) => [
    call,
    (argument: unknown) => ipcRenderer.invoke(callChannel(call), argument),
  ]),
) as unknown as BridgeHandlers;

const bridge: Bridge = Object.freeze({
  ...calls,
  onView(listener: (view: AppView) => void) {
    // The event is kept back: it carries the sender, which the page has no business with.
    const forward = (_event: unknown, view: AppView) => listener(view);
    ipcRenderer.on(VIEW_CHANNEL, forward);
    return () => {
      ipcRenderer.removeListener(VIEW_CHANNEL, forward);
    };
  },
});

contextBridge.exposeInMainWorld('ampel', bridge);
