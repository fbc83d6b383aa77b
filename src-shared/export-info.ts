import { refusal } from './failures/failure.ts';
import { jsonFaultIn } from './json-fault.ts';
import { phrase } from './language/phrase.ts';

const example = '{"from": "2026-01-01"}';

/** Line and column of a place in a text, from 1, and the text there; empty at its end. */
function placeIn(source: string, at: number): { line: string; column: string; near: string } {
  const before = source.slice(0, at).split(/\r\n|[\r\n]/);
  const column = before.at(-1)!.length + 1;
  const near = source.slice(at, at + 20).split(/[\r\n]/)[0]!;
  return { line: String(before.length), column: String(column), near };
}

/**
 * A number that would be sent as another one than was written: computers keep about 16 digits. Engines that don't
 * tell the number as it was written leave large ones in doubt.
 */
function exactly(key: string, value: unknown, context?: { source?: string }): unknown {
  if (typeof value !== 'number') return value;
  const source = context?.source;
  const isWhole = source === undefined || /^-?\d+$/.test(source);
  if (!Number.isFinite(value) || (isWhole && !Number.isSafeInteger(value)))
    throw refusal(phrase('validationErrors.export.inexact', { name: key.slice(0, 60) }));
  return value;
}

/**
 * The parameters of an export in a text: an object of JSON, or undefined where there is nothing. Throws
 * `invalid-input` with a sentence that says what is wrong, and where.
 */
export function exportInfoIn(typed: string): Record<string, unknown> | undefined {
  // What editors put in front of a file and what pasting leaves around it.
  const text = typed.replace(/^\uFEFF/, '').trim();
  if (text === '') return undefined;
  const source = typed.replace(/^\uFEFF/, '').trimEnd();
  const fault = jsonFaultIn(text);
  if (fault) {
    const { near, ...place } = placeIn(source, source.length - text.length + fault.at);
    throw refusal(
      near
        ? phrase('validationErrors.export.noJsonNear', { fault: fault.what, near, ...place })
        : phrase('validationErrors.export.noJson', { fault: fault.what, ...place }),
    );
  }
  const value = JSON.parse(text, exactly) as unknown;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const what = Array.isArray(value)
      ? 'list'
      : value === null
        ? 'null'
        : (typeof value as 'string' | 'number' | 'boolean');
    throw refusal(phrase(`validationErrors.export.noObject.${what}`, { example }));
  }
  return value as Record<string, unknown>;
}
