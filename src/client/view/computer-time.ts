import type { TeamState } from '../team-client.ts';

/** Clocks that differ by less show the same time, in milliseconds. */
const SAME_TIME_MS = 5_000;

type Clocks = Pick<TeamState, 'clockLeadMs'>;

/** A moment of the server's clock as this computer's clock has it. */
export function localTime(at: number, team: Clocks): number {
  return at - clockLead(team);
}

/** A moment of this computer's clock as the server's clock has it. */
export function serverTime(at: number, team: Clocks): number {
  return at + clockLead(team);
}

/**
 * What the server's clock is taken to be ahead by, in milliseconds. What a message took on its way
 * looks like a difference of the clocks too.
 */
export function clockLead({ clockLeadMs }: Clocks): number {
  return Math.abs(clockLeadMs) < SAME_TIME_MS ? 0 : clockLeadMs;
}
