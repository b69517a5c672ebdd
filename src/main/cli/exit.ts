/** How a command ended, for scripts (CL5). */
export const EXIT = {
  done: 0,
  failed: 1,
  notUnderstood: 2,
  notRunning: 3,
  notConnected: 4,
} as const;
