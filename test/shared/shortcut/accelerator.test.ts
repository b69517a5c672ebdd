import { describe, expect, it } from 'vitest';
import { de } from '../../../src/shared/messages/de.ts';
import {
  acceleratorWords,
  isAccelerator,
  type KeyPress,
  record,
} from '../../../src/shared/shortcut/accelerator.ts';

function press(keys: string, more: Partial<KeyPress> = {}): KeyPress {
  const held = keys.split('+');
  const key = held.pop() ?? '';
  return {
    key,
    code: '',
    ctrlKey: held.includes('ctrl'),
    altKey: held.includes('alt'),
    shiftKey: held.includes('shift'),
    metaKey: held.includes('meta'),
    ...more,
  };
}

describe('SE2 the keys of a shortcut', () => {
  it.each([
    ['ctrl+alt+a', {}, 'Ctrl+Alt+A'],
    ['shift+ctrl+A', {}, 'Ctrl+Shift+A'],
    ['meta+shift+ArrowUp', {}, 'Shift+Super+Up'],
    ['ctrl+alt+ ', {}, 'Ctrl+Alt+Space'],
    ['ctrl+alt+Delete', {}, 'Ctrl+Alt+Delete'],
    ['F13', {}, 'F13'],
    ['ctrl+alt+F5', {}, 'Ctrl+Alt+F5'],
  ])('%j are taken as they are written on them', (keys, more, accelerator) => {
    expect(record(press(keys, more), 'other')).toEqual({ kind: 'accelerator', accelerator });
    expect(isAccelerator(accelerator)).toBe(true);
  });

  it('are those of the letter and not of its place, so that Z is Z on a German keyboard', () => {
    expect(record(press('ctrl+alt+z', { code: 'KeyY' }), 'other')).toMatchObject({
      accelerator: 'Ctrl+Alt+Z',
    });
  });

  it('are known by their place where they write something else', () => {
    expect(record(press('ctrl+shift+!', { code: 'Digit1' }), 'other')).toMatchObject({
      accelerator: 'Ctrl+Shift+1',
    });
    expect(record(press('alt+meta+å', { code: 'KeyA' }), 'other')).toMatchObject({
      accelerator: 'Alt+Super+A',
    });
  });

  it.each(['Control', 'Alt', 'Shift', 'Meta', 'AltGraph'])('wait for more after %s', (key) => {
    expect(record(press(`ctrl+${key}`), 'other')).toEqual({ kind: 'begun' });
  });

  it.each(['a', 'ctrl+c', 'alt+F4', 'shift+A', 'F5', 'Enter'])(
    'are refused where every application would miss them: %s',
    (keys) => {
      expect(record(press(keys), 'other')).toEqual({ kind: 'too-common' });
    },
  );

  it('are refused on Windows where they are those of a sign that is typed with AltGr', () => {
    const at = press('ctrl+alt+@', { code: 'KeyQ' });
    expect(record(at, 'windows')).toEqual({ kind: 'too-common' });
    expect(record(at, 'mac')).toMatchObject({ accelerator: 'Ctrl+Alt+Q' });
    expect(record(press('ctrl+alt+ '), 'windows')).toMatchObject({ accelerator: 'Ctrl+Alt+Space' });
  });

  it('are refused where Ampel does not know them', () => {
    expect(record(press('ctrl+alt+ß', { code: 'Minus' }), 'other')).toEqual({
      kind: 'unknown-key',
    });
  });

  it.each(['', 'A', 'Ctrl+A', 'Ctrl+Alt+', 'Ctrl+Ctrl+A', 'Alt+Hyper+A', 'Ctrl+Alt+ß', '+'])(
    'are not %j',
    (text) => {
      expect(isAccelerator(text)).toBe(false);
    },
  );

  it('are named as on the keyboard', () => {
    const german = (key: keyof typeof de.keys) => de.keys[key];
    const words = (accelerator: string, keyboard: 'mac' | 'windows' | 'other') =>
      acceleratorWords(accelerator, keyboard, german);
    expect(words('Ctrl+Shift+PageUp', 'other')).toBe('Strg+Umschalt+Bild auf');
    expect(words('Alt+Super+A', 'windows')).toBe('Alt+Windows+A');
    expect(words('Alt+Super+A', 'other')).toBe('Alt+Super+A');
    expect(words('Ctrl+Alt+Shift+Super+A', 'mac')).toBe('⌃⌥⇧⌘A');
    expect(words('MediaPlayPause', 'other')).toBe('MediaPlayPause');
  });
});
