import { fileURLToPath } from 'node:url';
import dbus from 'dbus-native';
import type { Desktop } from './desktop.ts';

const NAME = 'org.freedesktop.FileManager1';

/** A file manager that only notes down which files it was asked to show. */
export async function startFileManager(
  desktop: Desktop,
): Promise<Disposable & { readonly shown: readonly string[] }> {
  const bus = dbus.createClient({ busAddress: desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '' });
  const shown: string[] = [];
  const methods = {
    ShowItems: {
      in: { uris: 'as', startupId: 's' },
      out: {},
      handler: ({ uris }: { uris: string[] }) =>
        void shown.push(...uris.map((uri) => fileURLToPath(uri))),
    },
  };
  const definition = dbus.defineInterface({ name: NAME, methods });
  await bus.export('/org/freedesktop/FileManager1', definition);
  await bus.requestName(NAME, 0);
  return { shown, [Symbol.dispose]: () => bus.close() };
}
