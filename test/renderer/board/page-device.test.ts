import { describe, expect, it } from 'vitest';
import { pageDevice } from '../../../src/renderer/board/runtime/page-device.ts';
import { deviceInfoSchema } from '../../../src/shared/protocol/schemas.ts';

/** A browser whose tabs share storage and locks. */
function browser() {
  const values = new Map<string, string>();
  const held = new Set<string>();
  let ids = 0;
  const locks = {
    request: async (name: string, _options: unknown, granted: (lock: object | null) => unknown) => {
      if (held.has(name)) return granted(null);
      held.add(name);
      return granted({ name });
    },
  } as unknown as LockManager;
  return {
    held,
    open: () =>
      pageDevice({
        storage: {
          getItem: (key) => values.get(key) ?? null,
          setItem: (key, value) => void values.set(key, value),
        },
        locks,
        userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36',
        newId: () => {
          ids += 1;
          return `profile${String(ids).padStart(4, '0')}`;
        },
        version: '1.0.0',
      }),
  };
}

describe('a page as a device', () => {
  it('is one that the protocol allows', async () => {
    const device = await browser().open();
    expect(deviceInfoSchema.parse(device)).toEqual(device);
    expect(device).toMatchObject({ kind: 'web', name: 'Chrome on Linux' });
  });

  it('is another one in each tab, so that tabs do not take each other’s place', async () => {
    const { open } = browser();
    const ids = [(await open()).id, (await open()).id, (await open()).id];
    expect(ids).toEqual(['profile0001-1', 'profile0001-2', 'profile0001-3']);
  });

  it('is the same one after a reload', async () => {
    const { open, held } = browser();
    const { id } = await open();
    held.clear();
    expect((await open()).id).toBe(id);
  });
});
