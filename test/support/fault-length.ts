import process from 'node:process';

/** Whether faults last as long as they were promised to be withstood: minutes in all (AMPEL_FAULTS=long). */
export const isLong = process.env['AMPEL_FAULTS'] === 'long';

/** How long a fault lasts, in milliseconds: in `npm test` as short as it can be and still is one. */
export function lasting(length: { readonly shortMs: number; readonly longMs: number }): number {
  return isLong ? length.longMs : length.shortMs;
}
