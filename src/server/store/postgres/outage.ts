import { errorCode } from '../../operator-error.ts';

/** Classes and codes of PostgreSQL and the network that say that the database cannot be reached now; a socket that is not there is `ENOENT`. */
const OUTAGE =
  /^(08...|57P0[1-5]|57014|53300|25P03|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|ENOENT)$/;

/** What the driver says without a code where nothing came back in time. */
const SILENCE_TEXT = /^(Query read timeout|Connection terminated due to connection timeout)/i;

/** What it says without a code when a connection ended or none could be had in time. */
const OUTAGE_TEXT =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed)/i;

/** Whether an error means that the database does not answer, rather than that it was asked wrongly. */
export function isOutage(error: unknown): boolean {
  const code = errorCode(error);
  if (code !== null) return OUTAGE.test(code);
  return isSilence(error) || (error instanceof Error && OUTAGE_TEXT.test(error.message));
}

/** Whether the database takes connections or statements and says nothing. */
export function isSilence(error: unknown): boolean {
  return error instanceof Error && SILENCE_TEXT.test(error.message);
}
