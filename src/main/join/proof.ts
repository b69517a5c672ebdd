import { createHash, randomBytes } from 'node:crypto';

/** What an attempt to sign in through the browser proves itself with; made anew for each. */
export type Proof = {
  /** Comes back with the browser's answer: whoever does not know it did not see the attempt. */
  readonly state: string;
  /** Stays in the app until the code is exchanged (RFC 7636). */
  readonly verifier: string;
  /** S256 of the verifier. */
  readonly challenge: string;
};

export function newProof(): Proof {
  const verifier = randomBytes(32).toString('base64url');
  return {
    state: randomBytes(32).toString('base64url'),
    verifier,
    challenge: createHash('sha256').update(verifier).digest('base64url'),
  };
}

/** The page of the server on which the member lets this app in. */
export function connectPage(
  server: string,
  { state, challenge }: Proof,
  { port, device }: { readonly port: number; readonly device: string },
): string {
  const url = new URL('/connect', server);
  url.search = new URLSearchParams({ port: `${port}`, state, challenge, device }).toString();
  return url.href;
}
