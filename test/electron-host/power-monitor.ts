/** `powerMonitor`: idle time from the X server, sleep and lock state from the buses. */
import { EventEmitter } from 'node:events';
import { app } from './app.ts';
import { connectSystemBus, onSignal, sessionBus } from './dbus.ts';
import { debugLine } from './environment.ts';
import { hostEvent } from './event.ts';
import { throwForMissingMembers } from './not-built.ts';
import { queryX } from './x-query.ts';

const LOGIN1_MANAGER = 'org.freedesktop.login1.Manager';
const SCREEN_SAVERS = ['org.freedesktop.ScreenSaver', 'org.gnome.ScreenSaver'];

/**
 * Emits `suspend`, `resume` and `shutdown`. Electron emits `lock-screen` and `unlock-screen` on
 * macOS and Windows only, so they never come here: an app has to poll the state.
 */
export class HostPowerMonitor extends EventEmitter {
  #locked = false;

  async listen(): Promise<void> {
    const system = connectSystemBus();
    if (system) {
      await onSignal(system, LOGIN1_MANAGER, 'PrepareForSleep', ([starting]) => {
        this.emit(starting ? 'suspend' : 'resume');
      });
      await onSignal(system, LOGIN1_MANAGER, 'PrepareForShutdown', ([starting]) => {
        if (starting) this.emit('shutdown', hostEvent());
      });
    }
    const bus = sessionBus();
    if (!bus) return;
    for (const saver of SCREEN_SAVERS) {
      await onSignal(bus, saver, 'ActiveChanged', ([active]) => {
        this.#locked = Boolean(active);
      });
    }
  }

  /** Whole seconds since the last key or pointer event; 0 where the X server cannot tell. */
  getSystemIdleTime(): number {
    const [milliseconds] = queryX({ about: 'idle' });
    return Math.floor(milliseconds / 1000);
  }

  getSystemIdleState(idleThreshold: number): 'active' | 'idle' | 'locked' | 'unknown' {
    if (!(idleThreshold > 0)) {
      throw new TypeError('Invalid idle threshold, must be greater than 0');
    }
    if (this.#locked) return 'locked';
    return this.getSystemIdleTime() >= idleThreshold ? 'idle' : 'active';
  }
}
throwForMissingMembers('powerMonitor', HostPowerMonitor);

export const powerMonitor = new HostPowerMonitor();
app.beforeReady(() => powerMonitor.listen().catch((error) => debugLine('powerMonitor', error)));
