import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { autostartText, parseAutostart } from '../../../src/main/login-item/autostart-entry.ts';

const entry = { program: '/opt/Ampel/ampel', args: ['--hidden'] };

describe('SE3 the file that launches Ampel at login', () => {
  it('names the program twice, so that an uninstalled one is passed over', () => {
    expect(autostartText(entry)).toBe(`[Desktop Entry]
Type=Application
Version=1.5
Name=Ampel
Comment=Team status in the tray
Comment[de]=Status des Teams im Infobereich
Exec="/opt/Ampel/ampel" "--hidden"
TryExec=/opt/Ampel/ampel
Icon=ampel
Terminal=false
StartupNotify=false
X-GNOME-Autostart-enabled=true
`);
  });

  it.each([
    ['a space', '/home/ben/My Apps/Ampel.AppImage', '"/home/ben/My Apps/Ampel.AppImage"'],
    ['a field code', '/opt/100%f/ampel', '"/opt/100%%f/ampel"'],
    ['a dollar', '/opt/$HOME/ampel', String.raw`"/opt/\\$HOME/ampel"`],
    ['quotes', '/opt/"a"/ampel', String.raw`"/opt/\\"a\\"/ampel"`],
    ['a backslash', '/opt/a\\b', String.raw`"/opt/a\\\\b"`],
    ['a backtick', '/opt/`id`', '"/opt/\\\\`id\\\\`"'],
  ])('quotes %s in the program as the specification says', (_, program, quoted) => {
    expect(autostartText({ program, args: [] })).toContain(`\nExec=${quoted}\n`);
  });

  it('is read as it was written, whatever the paths are called', () => {
    const word = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => !text.includes('\0'));
    fc.assert(
      fc.property(word, fc.array(word), (program, args) => {
        expect(parseAutostart(autostartText({ program, args }))).toEqual({
          command: [program, ...args],
          enabled: true,
        });
      }),
    );
  });

  it.each([
    ['Hidden=true', false],
    ['X-GNOME-Autostart-enabled=false', false],
    ['Hidden=false', true],
    ['Comment=Hidden=true', true],
    ['[Other Group]\nHidden=true', true],
  ])('counts as switched on with %j: %j', (line, enabled) => {
    const text = `[Desktop Entry]\nExec=ampel --hidden\n${line}\n`;
    expect(parseAutostart(text)).toEqual({ command: ['ampel', '--hidden'], enabled });
  });

  it('has no command where the file is something else', () => {
    expect(parseAutostart('')).toEqual({ command: [], enabled: true });
  });
});
