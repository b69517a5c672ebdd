/** The parts of the settings, in the order in which they are listed. */
export const SECTIONS = ['general', 'notify', 'team', 'account', 'diagnostics'] as const;
export type Section = (typeof SECTIONS)[number];
