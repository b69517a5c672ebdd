import { TIMED_CHOICE_SECONDS } from '../../shared/domain/choice.ts';
import { id } from '../../shared/protocol/fields.ts';
import { noteSchema, type RequestedTime } from './outside-request.ts';
import { NotUnderstood } from './request-problem.ts';

/**
 * A length of time such as `30m`, `2h` or `1h30m`.
 *
 * @throws {NotUnderstood} also where it is shorter or longer than a timed choice may be (PR8)
 */
export function readDuration(text: string): RequestedTime {
  const match = /^(?:(\d{1,2})h)?(?:(\d{1,4})m)?$/.exec(text);
  const [, hours = '0', minutes = '0'] = match ?? [];
  const seconds = Number(hours) * 3600 + Number(minutes) * 60;
  const { min, max } = TIMED_CHOICE_SECONDS;
  if (match === null || seconds < min || seconds > max) {
    throw new NotUnderstood('bad-duration', text);
  }
  return { seconds };
}

/**
 * A time of day such as `14:30` or `9:05`.
 *
 * @throws {NotUnderstood}
 */
export function readTimeOfDay(text: string): RequestedTime {
  const match = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text);
  if (match === null) throw new NotUnderstood('bad-time', text);
  return { hour: Number(match[1]), minute: Number(match[2]) };
}

/**
 * One line of text, trimmed.
 *
 * @throws {NotUnderstood}
 */
export function readNote(text: string): string {
  const note = noteSchema.safeParse(text);
  if (!note.success) throw new NotUnderstood('bad-note', text);
  return note.data;
}

/**
 * An id, or the beginning of one.
 *
 * @throws {NotUnderstood}
 */
export function readId(text: string): string {
  const read = id.safeParse(text);
  if (!read.success) throw new NotUnderstood('unexpected', text);
  return read.data;
}
