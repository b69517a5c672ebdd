/**
 * The empty page that every window starts with, until the app loads its own. It is a file so that an
 * app's page from file:// goes on in the same renderer process.
 */
import { randomBytes } from 'node:crypto';

export const BLANK_PAGE_NAME = 'blank.html';
const BLANK_PAGE = new URL(`./${BLANK_PAGE_NAME}`, import.meta.url).href;

/** An address that no other window has. */
export function blankPage(): string {
  return `${BLANK_PAGE}?${randomBytes(8).toString('hex')}`;
}

export function isBlankPage(url: string): boolean {
  return url.startsWith(`${BLANK_PAGE}?`);
}
