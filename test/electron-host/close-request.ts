/** Asks a window to close the way a window manager's close button does. */
import x11, { type XClient } from 'x11';
import { openDisplay, reply } from './x-client.ts';

/** Deep enough to look behind a window manager's frames. */
const SEARCH_DEPTH = 3;

async function findByTitle(
  client: XClient,
  window: number,
  title: string,
  depth: number,
): Promise<number | undefined> {
  const { children } = await reply<{ children: number[] }>((done) =>
    client.QueryTree(window, done),
  );
  for (const child of children) {
    const name = await reply<{ data: Buffer }>((done) =>
      client.GetProperty(0, child, client.atoms['WM_NAME'] ?? 0, 0, 0, 1000, done),
    ).catch(() => undefined);
    if (name?.data.toString() === title) return child;
    if (depth === 0) continue;
    const found = await findByTitle(client, child, title, depth - 1).catch(() => undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** @throws if no window on the display has the title. */
export async function requestClose(display: string, title: string): Promise<void> {
  const { client, screen } = await openDisplay(display);
  try {
    const root = screen[0]?.root ?? 0;
    const window = await findByTitle(client, root, title, SEARCH_DEPTH);
    if (window === undefined) throw new Error(`no window has the title "${title}"`);
    const intern = (name: string) => reply<number>((done) => client.InternAtom(false, name, done));
    const protocols = await intern('WM_PROTOCOLS');
    const deleteWindow = await intern('WM_DELETE_WINDOW');
    const event = {
      name: 'ClientMessage',
      format: 32,
      wid: window,
      message_type: protocols,
      data: [deleteWindow, 0, 0, 0, 0],
    };
    client.SendEvent(window, false, 0, x11.packEvent(event));
    // An answered request shows that the event is on its way.
    await intern('WM_PROTOCOLS');
  } finally {
    client.terminate();
  }
}
