import type { Page } from '@playwright/test';

/** What people and the system have named: it is as long as it is, and in no language. */
export type Given = readonly string[];

const UUID = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g;

/**
 * What does not fit into the page as it is now: text that is cut off without a way to read it, what
 * lies outside of the window, and words that are not from the messages.
 */
export async function misfits(page: Page, given: Given): Promise<readonly string[]> {
  const seen = await page.evaluate(look);
  const foreign = seen.words.filter((words) => /\p{L}/u.test(untranslated(words, given)));
  return [...seen.faults, ...foreign.map((words) => `not from the messages: ${words}`)];
}

/** What is left of words without those in brackets, and those that are given. */
export function untranslated(words: string, given: Given): string {
  let depth = 0;
  let left = '';
  for (const letter of words) {
    if (letter === '⟦') depth += 1;
    else if (letter === '⟧') depth -= 1;
    else if (depth === 0) left += letter;
  }
  // The longest first, since one may be a part of another.
  const known = given.toSorted((a, b) => b.length - a.length);
  return known.reduce((rest, name) => rest.replaceAll(name, ''), left.replaceAll(UUID, ''));
}

/** Runs in the page. */
function look(): { readonly faults: string[]; readonly words: string[] } {
  const faults: string[] = [];
  const words = new Set<string>();
  const nameOf = (element: Element) =>
    `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}"> ${element.textContent.slice(0, 60)}`;
  const isHidden = (element: Element) =>
    !element.checkVisibility({ visibilityProperty: true }) ||
    element.closest('.visually-hidden, [data-live-announcer]') !== null ||
    // React Aria's hidden inputs and buttons, for assistive technology alone.
    element.closest('[style*="clip-path"], [style*="clip:"]') !== null;

  for (const element of document.querySelectorAll('body, body *')) {
    // What is in a `pre` is from whatever failed.
    if (isHidden(element) || element.localName === 'pre') continue;
    for (const attribute of ['aria-label', 'title', 'placeholder', 'aria-roledescription']) {
      const value = element.getAttribute(attribute);
      if (value !== null) words.add(value);
    }
    for (const node of element.childNodes) {
      const text = node.nodeType === Node.TEXT_NODE ? (node.textContent ?? '').trim() : '';
      if (text !== '') words.add(text);
    }
    const { left, right, width } = element.getBoundingClientRect();
    if (width > 0 && (left < -1 || right > innerWidth + 1)) {
      faults.push(`outside of the window: ${nameOf(element)}`);
    }
    if (element instanceof SVGElement) continue;
    const { overflowX, overflowY } = getComputedStyle(element);
    const clips = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
    const wide = element.scrollWidth > element.clientWidth + 1;
    const high = element.scrollHeight > element.clientHeight + 1;
    const canBeRead = element.hasAttribute('title') || element instanceof HTMLInputElement;
    if (!canBeRead && ((clips(overflowX) && wide) || (clips(overflowY) && high))) {
      faults.push(`cut off: ${nameOf(element)}`);
    }
    if (!clips(overflowX) && overflowX !== 'visible' && wide) {
      faults.push(`scrolls sideways: ${nameOf(element)}`);
    }
    if (element instanceof HTMLInputElement && element.value === '' && element.placeholder !== '') {
      const canvas = document.createElement('canvas').getContext('2d');
      const { font, paddingInlineStart, paddingInlineEnd } = getComputedStyle(element);
      if (canvas === null) continue;
      canvas.font = font;
      const room =
        element.clientWidth -
        Number.parseFloat(paddingInlineStart) -
        Number.parseFloat(paddingInlineEnd);
      if (canvas.measureText(element.placeholder).width > room + 1) {
        faults.push(`cut off: the placeholder ${element.placeholder}`);
      }
    }
  }
  return { faults, words: [...words] };
}
