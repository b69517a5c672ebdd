import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, BridgeHandlers } from '../shared/bridge/bridge.ts';
import {
  CALL_NAMES,
  callChannel,
  PLACE_CHANNEL,
  VIEW_UPDATE_CHANNEL,
} from '../shared/bridge/channels.ts';
import type { Text } from '../shared/bridge/text.ts';
import type { Place } from '../shared/bridge/view.ts';
import type { ViewUpdate } from '../shared/bridge/view-update.ts';

// CALL_NAMES holds every call exactly once, which the entries alone cannot tell the compiler.
const calls = Object.fromEntries(
  CALL_NAMES.map((call) => [
    call,
    (argument: unknown) => ipcRenderer.invoke(callChannel(call), argument),
  ]),
) as unknown as BridgeHandlers;

function subscribe<T>(channel: string, listener: (value: T) => void): () => void {
  // The event is kept back: it carries the sender, which the page has no business with.
  const forward = (_event: unknown, value: T) => listener(value);
  ipcRenderer.on(channel, forward);
  return () => {
    ipcRenderer.removeListener(channel, forward);
  };
}

const bridge: Bridge = Object.freeze({
  ...calls,
  onViewUpdate: (listener: (update: Text<ViewUpdate>) => void) =>
    subscribe(VIEW_UPDATE_CHANNEL, listener),
  onPlace: (listener: (place: Place) => void) => subscribe(PLACE_CHANNEL, listener),
});

contextBridge.exposeInMainWorld('ampel', bridge);
