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

/** Whether an entry counts on that day (0 is Sunday) at that minute of it. */
function holds(entry: TimetableEntry, day: number, minute: number): boolean {
  const since = minute - minutesOf(entry.from);
  if (since >= 0) return since < lengthOf(entry) && entry.days.includes(day);
  // Before the hour at which it begins: only yesterday's span can still go on.
  return since + dayMinutes < lengthOf(entry) && entry.days.includes((day + 6) % 7);
}

/** Which entry counts on that day (0 is Sunday) at that minute of it: the first that fits, or null. */
function entryAt(timetable: TimetableEntry[], day: number, minute: number): TimetableEntry | null {
  return timetable.find((entry) => holds(entry, day, minute)) ?? null;
}

/** A part of a day in which one entry of the timetable counts, or none does. */
export interface DaySpan {
  /** Minutes of the day; the end isn't part of it. */
  from: number;
  to: number;
  entry: TimetableEntry | null;
}

/** A day (0 is Sunday) from midnight to midnight, by what counts when. */
export function dayPlan(timetable: TimetableEntry[], day: number): DaySpan[] {
  const edges = new Set([0, ...timetable.flatMap(({ from, to }) => [minutesOf(from), minutesOf(to)])]);
  const spans: DaySpan[] = [];
  for (const from of [...edges].sort((one, other) => one - other)) {
    const entry = entryAt(timetable, day, from);
    const before = spans.at(-1);
    if (before?.entry === entry) continue;
    if (before) before.to = from;
    spans.push({ from, to: dayMinutes, entry });
  }
  return spans;
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
  const entry = entryAt(settings.timetable, at.getDay(), at.getHours() * 60 + at.getMinutes());
  return entry ? entry.limit : settings.rateLimit;
}
