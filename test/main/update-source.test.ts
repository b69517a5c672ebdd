import { describe, expect, it } from 'vitest';
import {
  type Installation,
  readUpdateSource,
  whyNoUpdates,
} from '../../src/main/updates/update-source.ts';

describe('UP5 UP6 where newer versions come from', () => {
  it('is the package’s own place, unless the surroundings say otherwise', () => {
    expect(readUpdateSource(undefined, undefined)).toEqual({ kind: 'place', url: null });
    expect(readUpdateSource('on', 'https://updates.example.com/ampel')).toEqual({
      kind: 'place',
      url: 'https://updates.example.com/ampel',
    });
  });

  it('can be switched off', () => {
    const off = { kind: 'off', reason: 'switched-off' };
    expect(readUpdateSource('off', undefined)).toEqual(off);
    expect(readUpdateSource('off', 'https://updates.example.com')).toEqual(off);
  });

  it.for(['http://updates.example.com', 'ftp://updates.example.com', 'updates', 'file:///tmp/x'])(
    'is nowhere rather than at %s, where others could change what comes',
    (address) => {
      expect(readUpdateSource('on', address)).toEqual({ kind: 'off', reason: 'invalid-address' });
    },
  );

  it('may be plain http on the own computer', () => {
    expect(readUpdateSource('on', 'http://127.0.0.1:8080/')).toMatchObject({ kind: 'place' });
  });
});

describe('UP5 an installation', () => {
  const place = { kind: 'place', url: null } as const;
  const appImage = { kind: 'app-image', canReplace: true } as const;

  it.for([
    [{ kind: 'checkout' }, 'checkout'],
    [{ kind: 'unmanaged' }, 'unmanaged'],
    [{ kind: 'app-image', canReplace: false }, 'not-replaceable'],
    [appImage, null],
    [{ kind: 'system-package' }, null],
    [{ kind: 'installer' }, null],
  ] as const satisfies readonly (readonly [Installation, string | null])[])(
    'that is %o has this against updates: %s',
    ([installation, reason]) => {
      expect(whyNoUpdates(installation, place)).toBe(reason);
    },
  );

  it('does not look where it was switched off', () => {
    expect(whyNoUpdates(appImage, { kind: 'off', reason: 'switched-off' })).toBe('switched-off');
  });
});
