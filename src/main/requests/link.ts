import { CHOICES } from '../../shared/domain/status.ts';
import {
  type LinkRequest,
  OPEN_PLACES,
  type OpenPlace,
  type RequestedTime,
} from './outside-request.ts';
import { readDuration, readNote, readTimeOfDay } from './pieces.ts';
import { NotUnderstood, type RequestProblem } from './request-problem.ts';

/** What links to Ampel begin with. */
export const LINK_SCHEME = 'ampel';

/** Longest link that is read, in characters: a note in any script, percent-encoded, has room. */
const MAX_LINK_LENGTH = 1024;

/** The first link among the arguments of a start, or null. */
export function linkAmong(argv: readonly string[]): string | null {
  return argv.find((argument) => argument.toLowerCase().startsWith(`${LINK_SCHEME}:`)) ?? null;
}

/** The link that opens the window, at a place where one is named. */
export function linkToOpen(place: OpenPlace | undefined): string {
  return place === undefined ? `${LINK_SCHEME}://open` : `${LINK_SCHEME}://open/${place}`;
}

export type ReadLink =
  | { readonly ok: true; readonly request: LinkRequest }
  | { readonly ok: false; readonly problem: RequestProblem };

/**
 * Reads a link such as `ampel://status/busy?for=30m&note=Lunch`. Anybody can have written it, so
 * whatever is not exactly known is a problem and not a guess. Never throws.
 */
export function readLink(link: string): ReadLink {
  try {
    return { ok: true, request: requestOf(link) };
  } catch (error) {
    if (error instanceof NotUnderstood) return { ok: false, problem: error.problem };
    throw error;
  }
}

function requestOf(link: string): LinkRequest {
  if (link.length > MAX_LINK_LENGTH) throw new NotUnderstood('too-long');
  // By hand, because URL drops what it does not like in silence: tabs, ends of line, user names.
  const [, path, query] = /^ampel:\/\/([a-z/-]+?)\/?(?:\?([^#]*))?$/i.exec(link) ?? [];
  if (path === undefined) throw new NotUnderstood('unknown-request', link);
  const options = readQuery(query ?? '');
  const request = requestAt(path.toLowerCase(), options);
  const [left] = options.keys();
  if (left !== undefined) throw new NotUnderstood('unknown-option', left);
  return request;
}

/** Takes the options it knows out of `options`. */
function requestAt(path: string, options: Map<string, string>): LinkRequest {
  if (path === 'status/offline') throw new NotUnderstood('offline');
  const choice = CHOICES.find((candidate) => path === `status/${candidate}`);
  if (choice !== undefined) {
    const note = take(options, 'note', readNote);
    return {
      do: 'choose',
      choice,
      duration: choice === 'busy' ? takeTime(options) : 'open',
      ...(note === undefined ? {} : { note }),
    };
  }
  if (path === 'open') return { do: 'open' };
  const place = OPEN_PLACES.find((candidate) => path === `open/${candidate}`);
  if (place !== undefined) return { do: 'open', place };
  throw new NotUnderstood('unknown-request', path);
}

function takeTime(options: Map<string, string>): RequestedTime {
  const duration = take(options, 'for', readDuration);
  const time = take(options, 'until', readTimeOfDay);
  if (duration !== undefined && time !== undefined) throw new NotUnderstood('for-and-until');
  return duration ?? time ?? 'open';
}

function take<T>(
  options: Map<string, string>,
  name: string,
  read: (text: string) => T,
): T | undefined {
  const value = options.get(name);
  options.delete(name);
  return value === undefined ? undefined : read(value);
}

function readQuery(query: string): Map<string, string> {
  const options = new Map<string, string>();
  for (const pair of query.split('&').filter((part) => part !== '')) {
    const [name = '', ...value] = pair.split('=').map(decode);
    if (options.has(name)) throw new NotUnderstood('repeated', name);
    options.set(name, value.join('='));
  }
  return options;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    throw new NotUnderstood('unreadable', text);
  }
}
