import { powerMonitor } from 'electron';
import type { SystemActivity } from '../../client/idle-source.ts';

/** Idle time and lock state as the operating system knows them, whatever application is used. */
export const systemActivity: SystemActivity = {
  idleMs: () => powerMonitor.getSystemIdleTime() * 1000,
  // Electron has no lock events on Linux.
  lockIsPolled: process.platform === 'linux',
  // The threshold only separates active from idle; a locked screen is told apart from both.
  locked: () => powerMonitor.getSystemIdleState(1) === 'locked',
};

export type PowerEvents = {
  /** The computer is about to sleep. */
  onSuspend(): void;
  onResume(): void;
  /** Something hints that someone came or went: better look at once. */
  onHint(): void;
};

/** Passes on what the system tells by itself. */
export function watchPower(events: PowerEvents): void {
  powerMonitor.on('suspend', () => events.onSuspend());
  powerMonitor.on('resume', () => events.onResume());
  powerMonitor.on('lock-screen', () => events.onHint());
  powerMonitor.on('unlock-screen', () => events.onHint());
  powerMonitor.on('user-did-become-active', () => events.onHint());
}
