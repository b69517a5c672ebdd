import { CAUSES, type MemberStatus, STATUSES } from '../domain/status.ts';
import { NumberReader, NumberWriter } from './packed-numbers.ts';

/** A status of the member on this seat. */
export type SeatStatus = MemberStatus & { readonly seat: number };

/** Statuses as they travel: about a byte for each of those that changed together. */
export type PackedStatuses = {
  /** When they were packed, in epoch milliseconds; what is packed counts from there. */
  readonly at: number;
  /**
   * Groups of equal status and cause, each with its members in the order of their seats. Read by
   * {@link unpackStatuses} only.
   */
  readonly statuses: string;
  /** Notes by seat; left out where there are none. */
  readonly notes?: { readonly seat: number; readonly note: string }[];
};

/** In seconds, because nobody asks for more and it is what most of the bytes would go for. */
const SINCE_UNIT_MS = 1_000;

/**
 * Packs statuses, of which each seat has at most one. All arrives as it was but `since`, which is
 * rounded down to the second.
 */
export function packStatuses(statuses: Iterable<SeatStatus>, at: number): PackedStatuses {
  const groups = new Map<number, SeatStatus[]>();
  for (const one of statuses) {
    const kind = kindOf(one);
    const group = groups.get(kind);
    if (group === undefined) groups.set(kind, [one]);
    else group.push(one);
  }
  const writer = new NumberWriter();
  for (const [kind, group] of groups) {
    group.sort((a, b) => a.seat - b.seat);
    writer.add(kind);
    writer.add(group.length);
    writeGroup(writer, group, at);
  }
  const notes = [...groups.values()].flat().flatMap(noteOf);
  return { at, statuses: writer.text(), ...(notes.length === 0 ? {} : { notes }) };
}

/** @throws RangeError where this is nothing that {@link packStatuses} makes. */
export function unpackStatuses({ at, statuses, notes = [] }: PackedStatuses): SeatStatus[] {
  const noteAt = new Map(notes.map(({ seat, note }) => [seat, note]));
  const reader = new NumberReader(statuses);
  const unpacked: SeatStatus[] = [];
  while (!reader.isAtEnd) {
    const kind = reader.next();
    const status = STATUSES[Math.floor(kind / 2) % STATUSES.length];
    const cause = CAUSES[Math.floor(kind / 2 / STATUSES.length)];
    if (status === undefined || cause === undefined) throw new RangeError('an unknown status');
    const isTimed = kind % 2 === 1;
    let seat = 0;
    let since = Math.floor(at / SINCE_UNIT_MS);
    for (let left = reader.next(); left > 0; left -= 1) {
      const step = reader.next();
      seat += Math.floor(step / 2);
      if (step % 2 === 1) since -= reader.nextSigned();
      const note = noteAt.get(seat);
      unpacked.push({
        seat,
        status,
        since: exact(since * SINCE_UNIT_MS),
        cause,
        ...(isTimed ? { until: exact(at + reader.nextSigned()) } : {}),
        ...(note === undefined ? {} : { note }),
      });
    }
  }
  return unpacked;
}

/** @throws RangeError for what is no time, or no number that can be told from the next. */
function exact(epochMs: number): number {
  if (epochMs < 0 || !Number.isSafeInteger(epochMs)) throw new RangeError('a time out of range');
  return epochMs;
}

function writeGroup(writer: NumberWriter, group: readonly SeatStatus[], at: number): void {
  let lastSeat = 0;
  let lastSince = Math.floor(at / SINCE_UNIT_MS);
  for (const { seat, since, until } of group) {
    const second = Math.floor(since / SINCE_UNIT_MS);
    const isOfLastSecond = second === lastSince;
    writer.add((seat - lastSeat) * 2 + (isOfLastSecond ? 0 : 1));
    if (!isOfLastSecond) writer.addSigned(lastSince - second);
    if (until !== undefined) writer.addSigned(until - at);
    lastSeat = seat;
    lastSince = second;
  }
}

function kindOf({ status, cause, until }: MemberStatus): number {
  const kind = CAUSES.indexOf(cause) * STATUSES.length + STATUSES.indexOf(status);
  return kind * 2 + (until === undefined ? 0 : 1);
}

function noteOf({ seat, note }: SeatStatus): { seat: number; note: string }[] {
  return note === undefined ? [] : [{ seat, note }];
}
