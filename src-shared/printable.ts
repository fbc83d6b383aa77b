/** Invisible characters, those that turn directions among them; two of them only join letters, as in Persian and emoji. */
export const invisible = /(?![\u200c\u200d])\p{Cf}/gu;

const acting = new RegExp(`[\\u007f-\\u009f\\u2028\\u2029]|${invisible.source}`, 'gu');

/** JSON in which what a terminal would obey, or hide, is escaped; it means the same. */
export function escapedJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(acting, (found) =>
    found
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
