import { describe, expect, it } from 'vitest';
import { SETTINGS_VERSION } from '../../../src/main/settings/local-settings.ts';
import { newSettings, readSettings } from '../../../src/main/settings/settings-file.ts';

const newId = () => 'new-device-1';
const DEFAULTS = newSettings(newId);

const ACCOUNT = {
  server: 'https://ampel.example.com',
  sealedToken: 'sealed',
  watched: ['anna'],
  unsentChoice: null,
};

/** As Ampel wrote it before versions were counted. */
const VERSION_0 = {
  deviceId: 'device-0001',
  language: 'de',
  notifyAbout: 'nobody',
  lastServer: 'https://ampel.example.com',
  account: ACCOUNT,
};

const read = (file: unknown) => readSettings(JSON.stringify(file), newId);

describe('SE4 the settings file', () => {
  it('is taken over from before versions were counted', () => {
    expect(read(VERSION_0)).toEqual({
      kind: 'whole',
      settings: {
        ...DEFAULTS,
        ...VERSION_0,
        version: 1,
        account: { ...ACCOUNT, signedInAt: null },
      },
    });
  });

  it('is read as it was written', () => {
    const settings = { ...DEFAULTS, theme: 'dark', account: { ...ACCOUNT, signedInAt: 5 } };
    expect(read(settings)).toEqual({ kind: 'whole', settings });
  });

  it.each([
    ['cut in half', '{ "deviceId": "device-0001", "lang'],
    ['empty', ''],
    ['full of zeros', '\0\0\0\0'],
    ['a list', '[]'],
    ['a text', '"settings"'],
    ['nothing', 'null'],
  ])('is damaged where it is %s, and defaults hold', (_, text) => {
    expect(readSettings(text, newId)).toEqual({ kind: 'damaged', settings: DEFAULTS });
  });

  it('gives all that fits where something does not', () => {
    const { kind, settings } = read({ ...VERSION_0, language: 'latin', quietHours: 'night' });
    expect(kind).toBe('damaged');
    expect(settings).toMatchObject({
      deviceId: 'device-0001',
      language: 'system',
      notifyAbout: 'nobody',
      quietHours: null,
      account: ACCOUNT,
    });
  });

  it('gives a new device id where there is none, and keeps the account', () => {
    const { kind, settings } = read({ account: ACCOUNT });
    expect(kind).toBe('damaged');
    expect(settings).toMatchObject({ deviceId: 'new-device-1', account: ACCOUNT });
  });

  it('does not silently lose an account it cannot read', () => {
    expect(read({ ...VERSION_0, account: 'mine' })).toMatchObject({
      kind: 'damaged',
      settings: { deviceId: 'device-0001', account: null },
    });
  });

  it('is told from one of a newer version, of which all that fits holds', () => {
    const newer = { ...VERSION_0, version: SETTINGS_VERSION + 1, theme: 'sepia', hue: 3 };
    const { kind, settings } = read({ ...newer, account: { ...ACCOUNT, signedInAt: 5 } });
    expect(kind).toBe('newer');
    expect(settings).toMatchObject({
      version: SETTINGS_VERSION,
      deviceId: 'device-0001',
      theme: 'system',
      account: ACCOUNT,
    });
    expect(settings).not.toHaveProperty('hue');
  });

  it.each([-1, 1.5, '1'])('is damaged where its version is %j', (version) => {
    expect(read({ ...VERSION_0, version })).toMatchObject({
      kind: 'damaged',
      settings: { deviceId: 'device-0001', account: ACCOUNT },
    });
  });
});
