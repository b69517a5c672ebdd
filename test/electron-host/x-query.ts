/**
 * Synchronous questions to the X server. Some of Electron's calls answer at once, and X cannot: a
 * thread owns a connection, and the caller sleeps until that thread has the answer.
 */
import { Worker } from 'node:worker_threads';
import { app } from './app.ts';
import { debugLine, environmentVariable } from './environment.ts';
import {
  ANSWERED,
  FIRST_VALUE,
  type XKeyPress,
  type XQueryWorkerData,
  type XQuestion,
} from './x-query-protocol.ts';

const ANSWER_TIMEOUT_MS = 3000;
/** The worker is TypeScript here and JavaScript in a packed host. */
const WORKER = new URL(`./x-query-worker${import.meta.url.slice(-3)}`, import.meta.url);

const answer = new Int32Array(new SharedArrayBuffer(4 * Int32Array.BYTES_PER_ELEMENT));
let running: Worker | undefined;
let keyPressed: (press: XKeyPress) => void = () => undefined;

/** Whom to tell when a grabbed key combination is pressed. */
export function onKeyPress(listener: (press: XKeyPress) => void): void {
  keyPressed = listener;
}

function startWorker(): Worker {
  const display = environmentVariable('DISPLAY') ?? '';
  const workerData: XQueryWorkerData = { answer, display };
  const worker = new Worker(WORKER, { workerData, execArgv: [] });
  worker.unref();
  worker.on('message', (press: XKeyPress) => keyPressed(press));
  worker.on('error', (error) => {
    debugLine('x-query', error);
    running = undefined;
  });
  app.onExit(async () => {
    await worker.terminate();
  });
  return worker;
}

/** The server's answer; zeros if it does not come. */
export function queryX(question: XQuestion): [first: number, second: number] {
  running ??= startWorker();
  answer.fill(0);
  running.postMessage(question);
  if (Atomics.wait(answer, ANSWERED, 0, ANSWER_TIMEOUT_MS) === 'timed-out') return [0, 0];
  return [Atomics.load(answer, FIRST_VALUE), Atomics.load(answer, FIRST_VALUE + 1)];
}
