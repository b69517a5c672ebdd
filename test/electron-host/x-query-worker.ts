/** Asks the X server on behalf of a thread that waits for the answer (see x-query.ts). */
import { parentPort, workerData } from 'node:worker_threads';
import x11, { type ScreenSaver, type XDisplay } from 'x11';
import screenSaver from 'x11/lib/ext/screen-saver.js';
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
}

function connect(): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const client = x11.createClient({ display }, (error, opened) => {
      if (error) return reject(error);
      const root = opened.screen[0]?.root ?? 0;
      screenSaver.requireExt(opened, (missing, saver) => {
        resolve({ display: opened, root, saver: missing ? undefined : saver });
      });
    });
    client.on('error', reject);
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

function ask(question: XQuestion, { display: opened, root, saver }: Connection): void {
  if (question === 'pointer') {
    opened.client.QueryPointer(root, (error, at) =>
      error ? reply(0, 0) : reply(at.rootX, at.rootY),
    );
  } else if (saver) {
    saver.QueryInfo(root, (error, info) => reply(error ? 0 : info.idle));
  } else {
    reply(0);
  }
}

parentPort?.on('message', (question: XQuestion) => {
  connection.then(
    (opened) => ask(question, opened),
    () => reply(0, 0),
  );
});
