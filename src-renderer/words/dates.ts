/** Moments to text in the user's own way of writing them. All times are milliseconds since 1970. */

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const dayAndMonth = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const dayMonthYear = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

const minute = 60_000;
const hour = 60 * minute;

/** Whether both moments are on the same day here. */
export function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}

/** `14:02`. */
export function clockTime(at: number): string {
  return clock.format(at);
}

/** The shortest that says when: the time today, `Yesterday`, the day this year, else with its year. */
export function shortMoment(at: number, now: number): string {
  if (isSameDay(at, now)) return clock.format(at);
  if (isSameDay(at, now - 24 * hour)) return 'Yesterday';
  return new Date(at).getFullYear() === new Date(now).getFullYear()
    ? dayAndMonth.format(at)
    : dayMonthYear.format(at);
}

/** A moment inside a sentence: `14:02` today, else `21 Nov, 14:02`. */
export function moment(at: number, now: number): string {
  return isSameDay(at, now) ? clock.format(at) : `${shortMoment(at, now)}, ${clock.format(at)}`;
}

/** With seconds, for a tooltip. */
export function fullMoment(at: number): string {
  return full.format(at);
}

/** A rough span of milliseconds, in one unit: `under a minute`, `38 min`, `5 h`, `3 days`. */
export function roughSpan(milliseconds: number): string {
  if (milliseconds < minute) return 'under a minute';
  if (milliseconds < hour) return `${Math.floor(milliseconds / minute)} min`;
  if (milliseconds < 48 * hour) return `${Math.floor(milliseconds / hour)} h`;
  return `${Math.floor(milliseconds / (24 * hour))} days`;
}
