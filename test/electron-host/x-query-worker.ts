/** Asks the X server on behalf of a thread that waits for the answer (see x-query.ts). */
import { parentPort, workerData } from 'node:worker_threads';
import type { ScreenSaver, XDisplay } from 'x11';
import screenSaver from 'x11/lib/ext/screen-saver.js';
import { openDisplay } from './x-client.ts';
import { XKeys } from './x-keys.ts';
import {
  ANSWERED,
  FIRST_VALUE,
  type XQueryWorkerData,
  type XQuestion,
} from './x-query-protocol.ts';

const { answer, display } = workerData as XQueryWorkerData;

interface Connection {
  readonly display: XDisplay;
  readonly root: number;
  /** Absent where the server does not have the extension. */
  readonly saver: ScreenSaver | undefined;
  readonly keys: XKeys;
}

async function connect(): Promise<Connection> {
  const opened = await openDisplay(display);
  const root = opened.screen[0]?.root ?? 0;
  const keys = new XKeys(opened, (pressed) => parentPort?.postMessage(pressed));
  return new Promise((resolve) => {
    screenSaver.requireExt(opened, (missing, saver) => {
      resolve({ display: opened, root, saver: missing ? undefined : saver, keys });
    });
  });
}

/** Wakes the thread that waits. */
function reply(...values: number[]): void {
  for (const [index, value] of values.entries()) Atomics.store(answer, FIRST_VALUE + index, value);
  Atomics.store(answer, ANSWERED, 1);
  Atomics.notify(answer, ANSWERED);
}

const connection = connect();
connection.catch(() => reply(0, 0));

async function ask(question: XQuestion, connection: Connection): Promise<void> {
  const { display: opened, root, saver, keys } = connection;
  switch (question.about) {
    case 'pointer':
      opened.client.QueryPointer(root, (error, at) =>
        error ? reply(0, 0) : reply(at.rootX, at.rootY),
      );
      return;
    case 'idle':
      if (saver) saver.QueryInfo(root, (error, info) => reply(error ? 0 : info.idle));
      else reply(0);
      return;
    case 'grab':
      reply((await keys.grab(question)) ? 1 : 0);
      return;
    case 'release':
      await keys.release(question);
      reply();
  }
}

parentPort?.on('message', (question: XQuestion) => {
  connection
    .then((opened) => ask(question, opened))
    // The one who waits has to be woken, whatever went wrong.
    .catch(() => reply(0, 0));
});
