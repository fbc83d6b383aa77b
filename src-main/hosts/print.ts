import { escapedJson, invisible } from '../../src-shared/printable.ts';

/*
 * The one way to a terminal. What servers, files and people name may hold characters that act on it: they write the
 * clipboard (OSC 52), paint over other lines, or turn a line's direction round.
 */

/** Controls (C0 and C1) and what ends a line. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

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

/** Writes a value as one line of JSON. */
export function printJson(sink: Sink, value: unknown): void {
  sink.write(`${escapedJson(value)}\n`);
}
