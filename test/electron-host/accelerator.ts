/** Electron's accelerators, such as `CmdOrCtrl+Shift+O`, as key combinations of X. */
import { ALT, CONTROL, type KeyCombination, SHIFT, SUPER } from './x-query-protocol.ts';

const MODIFIERS: Readonly<Record<string, number>> = {
  shift: SHIFT,
  ctrl: CONTROL,
  control: CONTROL,
  cmdorctrl: CONTROL,
  commandorcontrol: CONTROL,
  alt: ALT,
  super: SUPER,
  meta: SUPER,
};

/** X's keysyms of the keys that have names; the others are their own character. */
const NAMED_KEYS: Readonly<Record<string, number>> = {
  plus: 0x2b,
  space: 0x20,
  tab: 0xff09,
  backspace: 0xff08,
  delete: 0xffff,
  insert: 0xff63,
  return: 0xff0d,
  enter: 0xff0d,
  up: 0xff52,
  down: 0xff54,
  left: 0xff51,
  right: 0xff53,
  home: 0xff50,
  end: 0xff57,
  pageup: 0xff55,
  pagedown: 0xff56,
  escape: 0xff1b,
  esc: 0xff1b,
  printscreen: 0xff61,
};
const BEFORE_F1 = 0xffbd;

/** @returns undefined for what is no accelerator on Linux. */
export function parseAccelerator(accelerator: string): KeyCombination | undefined {
  const parts = accelerator.split('+').map((part) => part.trim().toLowerCase());
  const keysym = keysymOf(parts.pop() ?? '');
  const bits = parts.map((part) => MODIFIERS[part]);
  if (keysym === undefined || bits.includes(undefined)) return undefined;
  return { keysym, modifiers: bits.reduce<number>((sum, bit) => sum | (bit ?? 0), 0) };
}

function keysymOf(key: string): number | undefined {
  if (/^[!-~]$/.test(key)) return key.charCodeAt(0);
  const [, functionKey] = /^f(\d{1,2})$/.exec(key) ?? [];
  if (functionKey !== undefined) {
    const number = Number(functionKey);
    return number >= 1 && number <= 24 ? BEFORE_F1 + number : undefined;
  }
  return NAMED_KEYS[key];
}
