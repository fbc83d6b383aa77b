/*
 * The one way to a terminal. What servers, files and people name may hold characters that act on it: they write the
 * clipboard (OSC 52), paint over other lines, or turn a line's direction round.
 */

/** Controls (C0 and C1) and what ends a line. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** Invisible characters, those that turn directions among them; two of them only join letters, as in Persian and emoji. */
export const invisible = /(?![\u200c\u200d])\p{Cf}/gu;

const acting = new RegExp(`[\\u007f-\\u009f\\u2028\\u2029]|${invisible.source}`, 'gu');

/** Where text goes to. */
export type Sink = Pick<NodeJS.WritableStream, 'write'>;

/** Any text as one line. */
export function oneLine(text: string): string {
  return text.replace(controls, ' ').replace(invisible, '').trimEnd();
}

/** Writes a text, line by line. */
export function printText(sink: Sink, text: string): void {
  sink.write(`${text.split('\n').map(oneLine).join('\n')}\n`);
}

/** JSON in which what a terminal would obey, or hide, is escaped; it means the same. */
export function escapedJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, null, indent).replace(acting, (found) =>
    found
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}

/** Writes a value as one line of JSON. */
export function printJson(sink: Sink, value: unknown): void {
  sink.write(`${escapedJson(value)}\n`);
}
