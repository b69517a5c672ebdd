import net from 'node:net';
import type { OutsideRequest } from '../requests/outside-request.ts';
import { readControlFile } from './control-place.ts';
import { LineCutter } from './lines.ts';
import { answerSchema, CONTROL_VERSION, type ControlAnswer, MAX_ANSWER_BYTES } from './protocol.ts';

/** How long the app may take for its first answer, in milliseconds: longer than its server has. */
const ANSWER_TIMEOUT_MS = 10_000;

/** How a connection that was cut off ends. */
const ENDS: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE']);

/** Nobody listens: the app does not run for this profile. */
export class NotRunning extends Error {
  override readonly name = 'NotRunning';
}

/** The app is there and does not answer as it should. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

/**
 * Asks the running app and gives its answers: one, or with `watch` one for each change, until
 * `stop` or the end of the app.
 *
 * @throws {NotRunning}
 * @throws {NoAnswer}
 */
export async function* askApp(
  profile: string,
  request: OutsideRequest,
  stop: AbortSignal,
): AsyncGenerator<ControlAnswer> {
  const file = readControlFile(profile);
  if (file === null) throw new NotRunning();
  const connection = await connectTo(file.address);
  const lines = new LineCutter(MAX_ANSWER_BYTES);
  const onStop = (): void => void connection.destroy();
  stop.addEventListener('abort', onStop);
  let isLate = false;
  connection.setTimeout(ANSWER_TIMEOUT_MS, () => {
    isLate = true;
    connection.destroy();
  });
  try {
    connection.write(`${JSON.stringify({ version: CONTROL_VERSION, key: file.key, request })}\n`);
    for await (const chunk of connection) {
      const whole = lines.push(chunk as Buffer);
      if (whole === null) throw new NoAnswer('too long');
      for (const line of whole) {
        connection.setTimeout(0);
        yield answerOf(line);
      }
    }
  } catch (error) {
    // The app has gone without a goodbye, or `stop` came: either way that was all.
    if (!ENDS.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    stop.removeEventListener('abort', onStop);
    connection.destroy();
  }
  if (isLate) throw new NoAnswer('too late');
}

function connectTo(address: string): Promise<net.Socket> {
  const { promise, resolve, reject } = Promise.withResolvers<net.Socket>();
  const connection = net.connect(address);
  // What is left of an app that crashed: a file, or a socket that nobody listens on.
  connection.once('error', () => reject(new NotRunning()));
  connection.once('connect', () => resolve(connection));
  return promise;
}

function answerOf(line: string): ControlAnswer {
  let said: unknown;
  try {
    said = JSON.parse(line);
  } catch {
    said = undefined;
  }
  const answer = answerSchema.safeParse(said);
  if (!answer.success) throw new NoAnswer('not understood');
  return answer.data;
}
