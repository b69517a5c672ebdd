import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { temporaryFolder } from './team-server.ts';

/** A certificate for this computer that nobody but its maker vouches for, with its key (PEM). */
export async function selfSigned(): Promise<{ readonly cert: string; readonly key: string }> {
  await using folder = await temporaryFolder();
  const [cert, key] = ['cert.pem', 'key.pem'].map((name) => path.join(folder.path, name));
  const request = 'req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=127.0.0.1';
  const name = 'subjectAltName=IP:127.0.0.1,DNS:localhost';
  const files = ['-addext', name, '-keyout', `${key}`, '-out', `${cert}`];
  await promisify(execFile)('openssl', [...request.split(' '), ...files]);
  return { cert: await readFile(`${cert}`, 'utf8'), key: await readFile(`${key}`, 'utf8') };
}
