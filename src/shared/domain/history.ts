/** How long a member's past statuses are kept, in days (TR6). */
export const HISTORY_DAYS = 90;
