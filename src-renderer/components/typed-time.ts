import { clockTime } from '../presentation/dates.ts';

/** `18:30` as the language writes a time of the day, with 12 or with 24 hours; whatever is none stays as it is. */
export function timeText(time: string): string {
  const [hours, minutes] = time.split(':').map(Number);
  // A date would make some other time of `25:99`.
  return readTime(time) === time ? clockTime(new Date(2001, 0, 1, hours, minutes).getTime()) : time;
}

/** The time of the day that somebody typed, as `18:30`: `18:30`, `18.30`, `1830`, `18`, `6:30 pm`. Null for what is none. */
export function readTime(text: string): string | null {
  const found = /^(\d{1,2})(?:[:.h]?(\d\d))?\s*(?:([ap])\.?\s*m\.?)?$/i.exec(text.trim());
  if (!found) return null;
  const half = found[3]?.toLowerCase();
  const typed = Number(found[1]);
  if (half !== undefined && (typed < 1 || typed > 12)) return null;
  const hours = half === undefined ? typed : (typed % 12) + (half === 'p' ? 12 : 0);
  const minutes = Number(found[2] ?? 0);
  if (hours > 23 || minutes > 59) return null;
  return [hours, minutes].map((number) => String(number).padStart(2, '0')).join(':');
}
