import type { z } from 'zod';
import { type TokenRequest, tokenAnswerSchema } from '../../shared/api/devices.ts';
import { type HttpProblem, httpProblemSchema } from '../../shared/api/problem.ts';
import { signInOptionsSchema } from '../../shared/api/session.ts';
import { JoinFailure } from './join-failure.ts';

/** How long a server may take to answer, in milliseconds. */
const ANSWER_TIMEOUT_MS = 10_000;
/** What a server may answer at most; another server's home page may be longer. */
const MAX_ANSWER_BYTES = 64 * 1024;

/**
 * Sees whether there is a team server with accounts at this address.
 * @throws JoinFailure with what is there instead.
 */
export async function lookAtServer(server: string, signal: AbortSignal): Promise<void> {
  const options = await ask(new URL('/api/v1/sign-in-options', server), {}, signal);
  if (read(signInOptionsSchema, options.text) !== null) return;
  const problem = problemIn(options);
  if (problem?.code === 'unavailable') throw new JoinFailure('unavailable', problem.detail);
  refuseOutage(options);
  // Servers from before there were accounts have this page.
  const home = await ask(new URL('/', server), {}, signal);
  if (home.text.includes('<title>Ampel team server</title>')) throw new JoinFailure('no-accounts');
  throw new JoinFailure('not-ampel', `${server} answers with HTTP ${options.status}`);
}

/**
 * Exchanges the browser's code for this installation's token.
 * @throws JoinFailure
 */
export async function exchangeCode(
  server: string,
  request: TokenRequest,
  signal: AbortSignal,
): Promise<string> {
  const answer = await ask(
    new URL('/api/v1/tokens', server),
    {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
    },
    signal,
  );
  const problem = problemIn(answer);
  if (problem !== null) {
    const code = problem.code === 'not-found' ? 'code-refused' : problem.code;
    throw new JoinFailure(code, problem.detail);
  }
  refuseOutage(answer);
  const token = read(tokenAnswerSchema, answer.text)?.token;
  if (token === undefined) throw new JoinFailure('not-ampel', `HTTP ${answer.status}`);
  return token;
}

type HttpAnswer = { readonly status: number; readonly text: string };

async function ask(url: URL, request: RequestInit, signal: AbortSignal): Promise<HttpAnswer> {
  const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  try {
    const response = await fetch(url, {
      ...request,
      // Neither code nor verifier goes anywhere but to the server that the member named.
      redirect: 'manual',
      signal: AbortSignal.any([signal, timeout]),
    });
    return { status: response.status, text: await textOf(response) };
  } catch (error) {
    signal.throwIfAborted();
    if (timeout.aborted) throw new JoinFailure('no-answer');
    throw failureOf(error);
  }
}

async function textOf({ body }: Response): Promise<string> {
  if (body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) break;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function problemIn({ text }: HttpAnswer): HttpProblem | null {
  return read(httpProblemSchema, text);
}

function read<T>(schema: z.ZodType<T>, text: string): T | null {
  try {
    return schema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** A proxy whose server is down says so. */
function refuseOutage({ status }: HttpAnswer): void {
  if (status >= 502 && status <= 504) throw new JoinFailure('unavailable', `HTTP ${status}`);
}

/** What there is to tell of a server that could not be asked, by the code of Node's error. */
function failureOf(error: unknown): JoinFailure {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const detail = cause instanceof Error ? cause.message : String(cause);
  if (/^(ENETUNREACH|ENETDOWN|EAI_AGAIN)$/.test(code)) return new JoinFailure('no-network', detail);
  if (/CERT|SIGNATURE|^ERR_TLS_|^ERR_SSL_|^EPROTO$/.test(code)) {
    return new JoinFailure('untrusted-server', detail);
  }
  // Node does not always give it a code.
  if (cause instanceof Error && cause.name === 'HTTPParserError') {
    return new JoinFailure('not-ampel', detail);
  }
  return new JoinFailure('unreachable', detail);
}
