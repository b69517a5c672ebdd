import type { ActivitySource } from '../domain/activity.ts';
import type { LogPosition } from '../protocol/schemas.ts';
import type { Keyboard } from '../shortcut/accelerator.ts';
import type { Connection, Problem } from './view.ts';

/** How far the system takes part in the settings of the app. */
export type Integration = {
  readonly keyboard: Keyboard;
  /** `refused`: one is set, and another application or the system has its keys. */
  readonly shortcut: 'none' | 'works' | 'refused';
  /** Null where this Ampel cannot be launched at login, because it is not installed. */
  readonly launchAtLogin: boolean | null;
};

export type Versions = {
  readonly ampel: string;
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  /** The operating system and its architecture. */
  readonly system: string;
};

export type TimedProblem = {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly problem: Problem;
};

/** What helps to find out why something is as it is. Times are epoch milliseconds. */
export type Diagnostics = {
  readonly versions: Versions;
  /** Name and kind of the desktop session, or empty where nobody tells. */
  readonly desktop: string;
  /** The name of this device, as the member's record has it. */
  readonly device: string;
  readonly server: string;
  /** Null where it is not remembered. */
  readonly signedInAt: number | null;
  readonly connection: {
    readonly state: Connection['kind'];
    readonly since: number | null;
    /** Up to where this device knows the team's log, or null where it knows nothing of it. */
    readonly position: LogPosition | null;
    readonly acknowledgedAt: number | null;
    readonly lastProblem: TimedProblem | null;
  };
  readonly source: ActivitySource;
};

/** What the system tells of the computer's use at one moment, without Ampel's judgement of it. */
export type ComputerLook = {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Milliseconds since the last input, or null where the system does not tell. */
  readonly idleMs: number | null;
  readonly locked: boolean | null;
  /** Why something was not told, or null. */
  readonly failure: string | null;
  /** Where Ampel's knowledge comes from all in all (PR12). */
  readonly source: ActivitySource;
};
