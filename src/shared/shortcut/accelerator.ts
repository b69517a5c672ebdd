/** The kinds of keyboards that name their keys differently. */
export type Keyboard = 'mac' | 'windows' | 'other';

/** The keyboard of a platform as Node names it, such as `darwin`. */
export function keyboardOf(platform: string): Keyboard {
  if (platform === 'darwin') return 'mac';
  return platform === 'win32' ? 'windows' : 'other';
}

/** In the order in which they are written. */
export const MODIFIERS = ['Ctrl', 'Alt', 'Shift', 'Super'] as const;
export type Modifier = (typeof MODIFIERS)[number];

const NAMED_KEYS = [
  'Space',
  'Return',
  'Insert',
  'Delete',
  'Home',
  'End',
  'PageUp',
  'PageDown',
  'Up',
  'Down',
  'Left',
  'Right',
] as const;
type NamedKey = (typeof NAMED_KEYS)[number];

/** Keys that have names to be translated; letters, digits and function keys are their own. */
export type KeyName = Modifier | 'Windows' | NamedKey;

/** Keys by the name that the browser gives them, where Electron has another one. */
const BY_BROWSER_NAME: Readonly<Record<string, NamedKey>> = {
  ' ': 'Space',
  Enter: 'Return',
  ArrowUp: 'Up',
  ArrowDown: 'Down',
  ArrowLeft: 'Left',
  ArrowRight: 'Right',
};

const MAC_SIGNS: Readonly<Record<Modifier, string>> = {
  Ctrl: '⌃',
  Alt: '⌥',
  Shift: '⇧',
  Super: '⌘',
};

/** What is known of a key as it is pressed; a part of the browser's event. */
export type KeyPress = {
  readonly key: string;
  /** The key by its place on the keyboard. */
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly metaKey: boolean;
};

export type Recorded =
  | { readonly kind: 'accelerator'; readonly accelerator: string }
  /** Only modifiers so far. */
  | { readonly kind: 'begun' }
  /** Every application would lose a key that is typed or that many of them use. */
  | { readonly kind: 'too-common' }
  | { readonly kind: 'unknown-key' };

type Parts = { readonly modifiers: readonly Modifier[]; readonly key: string };

/** Whether a text is an accelerator as {@link record} makes them. */
export function isAccelerator(text: string): boolean {
  const parts = parse(text);
  return parts !== null && isRareEnough(parts);
}

/** The accelerator that a press of keys stands for. */
export function record(press: KeyPress, keyboard: Keyboard): Recorded {
  if (/^(Control|Alt|AltGraph|Shift|Meta|OS|CapsLock|Fn)$/.test(press.key))
    return { kind: 'begun' };
  if (keyboard === 'windows' && isTypedWithAltGr(press)) return { kind: 'too-common' };
  const key = keyOf(press);
  if (key === null) return { kind: 'unknown-key' };
  const held: Readonly<Record<Modifier, boolean>> = {
    Ctrl: press.ctrlKey,
    Alt: press.altKey,
    Shift: press.shiftKey,
    Super: press.metaKey,
  };
  const modifiers = MODIFIERS.filter((modifier) => held[modifier]);
  if (!isRareEnough({ modifiers, key })) return { kind: 'too-common' };
  return { kind: 'accelerator', accelerator: [...modifiers, key].join('+') };
}

/** An accelerator as it stands on the keys; one that is not known as it is. */
export function acceleratorWords(
  accelerator: string,
  keyboard: Keyboard,
  nameOf: (key: KeyName) => string,
): string {
  const parts = parse(accelerator);
  if (parts === null) return accelerator;
  const key = isNamed(parts.key) ? nameOf(parts.key) : parts.key;
  const modifiers = parts.modifiers.map((each) => modifierWords(each, keyboard, nameOf));
  return [...modifiers, key].join(keyboard === 'mac' ? '' : '+');
}

/** A modifier as it stands on its key. */
export function modifierWords(
  modifier: Modifier,
  keyboard: Keyboard,
  nameOf: (key: KeyName) => string,
): string {
  if (keyboard === 'mac') return MAC_SIGNS[modifier];
  return nameOf(modifier === 'Super' && keyboard === 'windows' ? 'Windows' : modifier);
}

function parse(text: string): Parts | null {
  const names = text.split('+');
  const key = names.pop() ?? '';
  const modifiers = MODIFIERS.filter((modifier) => names.includes(modifier));
  if (modifiers.length !== names.length || !isKey(key)) return null;
  return { modifiers, key };
}

/** Two modifiers, for one alone is what applications use; the keys above F12 are nobody's. */
function isRareEnough({ modifiers, key }: Parts): boolean {
  return modifiers.length >= 2 || /^F(1[3-9]|2[0-4])$/.test(key);
}

/** By what it writes where that is a letter, for letters stand in other places elsewhere. */
function keyOf({ key, code }: KeyPress): string | null {
  const candidates = [
    key.toUpperCase(),
    BY_BROWSER_NAME[key] ?? key,
    code.replace(/^(Key|Digit)/, ''),
  ];
  return candidates.find(isKey) ?? null;
}

/** Ctrl+Alt is AltGr there: whoever took Ctrl+Alt+Q could type no `@` on a German keyboard. */
function isTypedWithAltGr({ key, ctrlKey, altKey }: KeyPress): boolean {
  return ctrlKey && altKey && /^[^\p{Cc} ]$/u.test(key) && !isKey(key.toUpperCase());
}

function isKey(key: string): boolean {
  return /^([A-Z0-9]|F([1-9]|1\d|2[0-4]))$/.test(key) || isNamed(key);
}

function isNamed(key: string): key is NamedKey {
  return NAMED_KEYS.some((named) => named === key);
}
