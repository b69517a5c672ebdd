import { describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/main/config.ts';
import { restartArguments, restartedAt, sameStart } from '../../../src/main/crash/crash-restart.ts';

const NOW = 1_000_000;

describe('restart after a crash', () => {
  it('starts at once after the first crash, without a window where there was none', () => {
    const argv = restartArguments({ argv: ['.'], now: NOW, windowIsOpen: false });
    expect(argv).toEqual(['.', '--hidden', `--restarted-at=${NOW}`]);
    expect(restartedAt(argv, NOW)).toBe(NOW);
  });

  it('shows the window again where it was open, however the app was started', () => {
    const argv = ['.', '--hidden'];
    expect(restartArguments({ argv, now: NOW, windowIsOpen: true })).toEqual([
      '.',
      `--restarted-at=${NOW}`,
    ]);
  });

  it.each(['--hidden', '--updated'])('WP4 shows the open window again after %s', (unseen) => {
    const argv = restartArguments({ argv: [unseen], now: NOW, windowIsOpen: true });
    expect(readConfig({}, ['Ampel.exe', ...argv]).hidden).toBe(false);
  });

  it('waits for a full minute since the last crash, and no longer', () => {
    const first = restartArguments({ argv: ['.'], now: NOW, windowIsOpen: true });
    const soon = restartArguments({ argv: first, now: NOW + 5_000, windowIsOpen: true });
    expect(soon).toEqual(['.', `--restarted-at=${NOW + 60_000}`]);
    const later = restartArguments({ argv: soon, now: NOW + 300_000, windowIsOpen: true });
    expect(later).toEqual(['.', `--restarted-at=${NOW + 300_000}`]);
  });

  it.each(['--restarted-at=soon', `--restarted-at=${NOW + 60_001}`, '--restarted-at', ''])(
    'takes no notice of %j',
    (argument) => expect(restartedAt([argument], NOW)).toBeNull(),
  );

  it('does not follow a link again that an earlier start was for', () => {
    const argv = ['--no-sandbox', 'ampel://status/busy?for=30m'];
    const again = restartArguments({ argv, now: NOW, windowIsOpen: true });
    expect(again).toEqual(['--no-sandbox', `--restarted-at=${NOW}`]);
  });
});

describe('restart into a newer version', () => {
  it('keeps the arguments, and has the window only where it is open (UP3)', () => {
    const argv = ['--no-sandbox', '--hidden', `--restarted-at=${NOW}`];
    expect(sameStart(argv, true)).toEqual(['--no-sandbox']);
    expect(sameStart(argv, false)).toEqual(['--no-sandbox', '--hidden']);
  });
});
