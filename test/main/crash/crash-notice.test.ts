import { describe, expect, it } from 'vitest';
import { CrashNotice } from '../../../src/main/crash/crash-notice.ts';
import { localSettingsSchema } from '../../../src/main/settings/local-settings.ts';
import { ManualClock } from '../../support/manual-clock.ts';
import { createTranslator } from '../../support/translators.ts';

const HOUR_MS = 3_600_000;

/** A member who presses the button with this index. */
function setup(button = 1) {
  let settings = localSettingsSchema.parse({ deviceId: 'device-0001' });
  const clock = new ManualClock();
  const asked: string[] = [];
  const state = { logs: 0 };
  const start = () =>
    new CrashNotice({
      dialogs: {
        ask: async ({ message }) => {
          asked.push(message);
          return button;
        },
      },
      settings: {
        get: () => settings,
        update: (change) => {
          settings = { ...settings, ...change };
        },
      },
      clock,
      translate: () => createTranslator('en'),
      showLog: () => {
        state.logs += 1;
      },
    });
  return { start, clock, asked, state };
}

describe('WP4 after a crash of the app', () => {
  it('tells of it once in an hour, however often the app starts again', async () => {
    const { start, clock, asked } = setup();
    await start().appRestarted();
    clock.advance(HOUR_MS - 1);
    await start().appRestarted();
    expect(asked).toHaveLength(1);
    clock.advance(1);
    await start().appRestarted();
    expect(asked).toHaveLength(2);
  });

  it('shows the log to whoever wants it, and to nobody else', async () => {
    const wants = setup(0);
    await wants.start().appRestarted();
    expect(wants.state.logs).toBe(1);
    const closes = setup(1);
    await closes.start().appRestarted();
    expect(closes.state.logs).toBe(0);
  });

  it('is not kept quiet by a clock that was set back', async () => {
    const { start, clock, asked } = setup();
    await start().appRestarted();
    clock.setForward(-10 * HOUR_MS);
    await start().appRestarted();
    expect(asked).toHaveLength(2);
  });
});

describe('WP4 after a crash of the window', () => {
  it('tells of the second one', async () => {
    const { start, asked } = setup();
    const notice = start();
    await notice.windowCrashed();
    expect(asked).toEqual([]);
    await notice.windowCrashed();
    expect(asked).toEqual([expect.stringContaining('window')]);
  });
});
