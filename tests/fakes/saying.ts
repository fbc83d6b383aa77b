import { expect } from 'vitest';
import { said, wordsSchema } from '../../src-shared/language/phrase.ts';

expect.extend({
  toSay(received: unknown, expected: string | RegExp) {
    const words = wordsSchema.safeParse(received);
    const text = words.success ? said(words.data) : undefined;
    const pass =
      text !== undefined && (typeof expected === 'string' ? text === expected : expected.test(text));
    return { pass, message: () => `expected ${JSON.stringify(text ?? received)} to say ${String(expected)}` };
  },
});

/** Stands for a phrase, or a text, that reads like this in the language that is spoken. */
export function saying(expected: string | RegExp): string {
  const { toSay } = expect as unknown as { toSay: (expected: string | RegExp) => unknown };
  return toSay(expected) as string;
}
