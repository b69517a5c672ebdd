import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { temporaryFolder } from './team-server.ts';

/** A certificate for this computer that signs itself, with its key, as files in a folder. */
export function makeCertificate(
  folder: string,
  name: string,
): { certFile: string; keyFile: string } {
  const certFile = path.join(folder, `${name}.crt`);
  const keyFile = path.join(folder, `${name}.key`);
  execFileSync(
    'openssl',
    [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
      ...['-days', '1', '-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'],
      ...['-keyout', keyFile, '-out', certFile],
    ],
    { stdio: 'ignore' },
  );
  return { certFile, keyFile };
}

/** The same, read. */
export async function selfSigned(): Promise<{ readonly cert: string; readonly key: string }> {
  await using folder = await temporaryFolder();
  const { certFile, keyFile } = makeCertificate(folder.path, '127.0.0.1');
  return { cert: readFileSync(certFile, 'utf8'), key: readFileSync(keyFile, 'utf8') };
}
