import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import net from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import process from 'node:process';

export type RunningInstance = { release(): void };

/**
 * Becomes the one `npm start` of a data folder, or asks the one that is running to show its
 * window.
 *
 * @param onShow called whenever another start asks for the window
 * @returns the hold on the folder, or null where another one has it and has been asked
 */
export async function claimDataFolder(
  dataFolder: string,
  onShow: () => void,
): Promise<RunningInstance | null> {
  const address = socketAddress(dataFolder);
  if (await askToShow(address)) return null;
  // Nobody answers there: what is left is of an instance that could not clean up.
  if (process.platform !== 'win32') rmSync(address, { force: true });
  const server = net.createServer((connection) => {
    connection.on('error', () => {});
    connection.end('shown\n');
    onShow();
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(address, resolve);
  await promise;
  server.unref();
  return { release: () => void server.close() };
}

/** A local socket only its user can open; named after the folder, because paths can be too long. */
function socketAddress(dataFolder: string): string {
  const name = createHash('sha256').update(path.resolve(dataFolder)).digest('hex').slice(0, 16);
  if (process.platform === 'win32') return `\\\\.\\pipe\\ampel-start-${name}`;
  const folder = path.join(tmpdir(), `ampel-${userInfo().uid}`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  return path.join(folder, `start-${name}.sock`);
}

function askToShow(address: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const connection = net.connect(address);
  connection.once('error', () => resolve(false));
  connection.once('data', () => {
    connection.end();
    resolve(true);
  });
  return promise;
}
