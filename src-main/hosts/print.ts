import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { escapedJson, invisible } from '../../src-shared/printable.ts';

/*
 * The one way to a terminal. What servers, files and people name may hold characters that act on it: they write the
 * clipboard (OSC 52), paint over other lines, or turn a line's direction round.
 */

/** Controls (C0 and C1) and what ends a line. */
const controls = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;

/** The same in text of several lines, whose ends and tabs stay, CSV's `\r\n` as well; and what can't be seen. */
const acting = new RegExp(`\\r(?!\\n)|[^\\P{Cc}\\t\\n\\r]|[\\p{Zl}\\p{Zp}]|${invisible.source}`, 'gu');

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

/**
 * Writes a piece of what is made for other programs: as it is, but without what a terminal would obey, should it end in
 * one. Waits where the reader is slower, so that nothing is piled up.
 */
export async function printPiece(stream: Writable, text: string): Promise<void> {
  if (stream.write(text.replace(acting, '')) || stream.destroyed) return;
  const gone = new AbortController();
  const { signal } = gone;
  // A reader that has seen enough takes no more.
  await Promise.race([once(stream, 'drain', { signal }), once(stream, 'close', { signal })]).catch(
    () => undefined,
  );
  gone.abort();
}
