import type { TimetableEntry } from './settings.ts';

const dayMinutes = 24 * 60;

function minutesOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return hours * 60 + minutes;
}

/** Minutes from a span's begin to its end; one that doesn't end after its begin goes on past midnight. */
function lengthOf(entry: TimetableEntry): number {
  const length = minutesOf(entry.to) - minutesOf(entry.from);
  return length > 0 ? length : length + dayMinutes;
}

function holds(entry: TimetableEntry, at: Date): boolean {
  const minute = at.getHours() * 60 + at.getMinutes();
  const since = minute - minutesOf(entry.from);
  if (since >= 0) return since < lengthOf(entry) && entry.days.includes(at.getDay());
  // Before the hour at which it begins: only yesterday's span can still go on.
  return since + dayMinutes < lengthOf(entry) && entry.days.includes((at.getDay() + 6) % 7);
}

/**
 * The limit at a time (milliseconds since 1970, this machine's time zone): the first entry of the timetable that
 * fits, else the usual one. Bytes a second; null is without a limit.
 */
export function limitAt(
  settings: { rateLimit: number | null; timetable: TimetableEntry[] },
  now: number,
): number | null {
  const at = new Date(now);
  const entry = settings.timetable.find((candidate) => holds(candidate, at));
  return entry ? entry.limit : settings.rateLimit;
}
