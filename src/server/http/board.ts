import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { errorCode } from '../operator-error.ts';
import { plainPage } from './plain-page.ts';

/** The page that is the board, whatever path it was opened at. */
const PAGE = 'index.html';
/** The folder of files whose name changes with what is in them. */
const ASSETS = 'assets';
const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** The board loads its own files and talks to its own server, by HTTP and WebSocket. */
const BOARD_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const NOT_BUILT = plainPage(
  'The board is not built',
  `<p>This server runs, and apps can connect to it. The board, which would be on this page, has not
been built.</p>
<p>Whoever runs the server: run <code>npm run build</code> in its folder, then load this page
again.</p>`,
);

/** The board's files in a folder, which may be built while the server runs. */
export async function serveBoardFiles(http: FastifyInstance, folder: string): Promise<void> {
  await http.register(fastifyStatic, {
    root: path.join(folder, ASSETS),
    prefix: `/${ASSETS}/`,
    decorateReply: false,
    index: false,
    immutable: true,
    maxAge: YEAR_MS,
    suppressWarning: true,
  });
}

/** The board's page, which looks at its path by itself. */
export async function sendBoard(reply: FastifyReply, folder: string): Promise<FastifyReply> {
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache');
  const page = await readPage(path.join(folder, PAGE));
  return page === null
    ? reply.code(503).header('content-security-policy', NOT_BUILT.policy).send(NOT_BUILT.html)
    : reply.header('content-security-policy', BOARD_POLICY).send(page);
}

async function readPage(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
