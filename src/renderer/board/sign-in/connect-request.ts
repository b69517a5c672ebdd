import { challengeField } from '../../../shared/api/devices.ts';

/** What an app asks for that wants to take part on its computer (RFC 8252). */
export type ConnectRequest = {
  /** Where it listens on its own computer. */
  readonly port: number;
  /** By which it knows its own request again. */
  readonly state: string;
  readonly challenge: string;
  readonly deviceName: string;
};

/** Reads the query of the page's address; null where it does not come from an app. */
export function readConnectRequest(search: string): ConnectRequest | null {
  const query = new URLSearchParams(search);
  const port = Number(query.get('port'));
  const state = query.get('state') ?? '';
  const challenge = query.get('challenge') ?? '';
  const deviceName = (query.get('device') ?? '').trim();
  const fits =
    Number.isInteger(port) &&
    port >= 1024 &&
    port <= 65_535 &&
    /^[A-Za-z0-9_-]{16,128}$/.test(state) &&
    challengeField.safeParse(challenge).success &&
    /^\P{Cc}{1,64}$/u.test(deviceName);
  return fits ? { port, state, challenge, deviceName } : null;
}

/** Where the app gets its code: never another computer than this one. */
export function codeAddress(request: ConnectRequest, code: string): string {
  return answerAddress(request, { code });
}

/** Where the app learns that the member does not want it to take part. */
export function refusalAddress(request: ConnectRequest): string {
  return answerAddress(request, { error: 'access_denied' });
}

function answerAddress({ port, state }: ConnectRequest, answer: Record<string, string>): string {
  return `http://127.0.0.1:${port}/?${new URLSearchParams({ ...answer, state })}`;
}
