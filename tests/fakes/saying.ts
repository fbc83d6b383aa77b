import { expect } from 'vitest';
import { sentenceOf } from '../../src-shared/failures/failure-words.ts';
import { said } from '../../src-shared/language/index.ts';
import { wordsSchema } from '../../src-shared/language/words.ts';

expect.extend({
  toSay(received: unknown, expected: string | RegExp) {
    const words = wordsSchema.safeParse(received);
    const text = words.success ? said(words.data) : undefined;
    const pass =
      text !== undefined && (typeof expected === 'string' ? text === expected : expected.test(text));
    return { pass, message: () => `expected ${JSON.stringify(text ?? received)} to say ${String(expected)}` };
  },
  toFailSaying(received: unknown, expected: RegExp) {
    const text = sentenceOf(received);
    return { pass: expected.test(text), message: () => `expected “${text}” to say ${String(expected)}` };
  },
});

/** Stands for a phrase, or a text, that reads like this in the language that is spoken. */
export function saying(expected: string | RegExp): string {
  const { toSay } = expect as unknown as { toSay: (expected: string | RegExp) => unknown };
  return toSay(expected) as string;
}

/** Stands for something thrown that is told to people with these words. */
export function failureSaying(expected: RegExp): Error {
  const { toFailSaying } = expect as unknown as { toFailSaying: (expected: RegExp) => unknown };
  return toFailSaying(expected) as Error;
}
