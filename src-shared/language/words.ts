import { z } from 'zod';

/**
 * A text that is put into words later, elsewhere: stored with a download, or sent to a screen that may speak another
 * language. Its values are names, plain numbers (`{{size, bytes}}`) and other phrases, so that they are written where
 * it is said.
 */
export interface Phrase {
  /** The key of the text in the catalogue. */
  name: string;
  values: Record<string, string | number | Phrase>;
}

/** The longest text of a server or the system, in UTF-16 units. */
export const longestText = 4000;

export const phraseSchema: z.ZodType<Phrase, Phrase> = z.object({
  name: z.string().max(100),
  values: z.record(
    z.string().max(50),
    z.union([z.string().max(longestText), z.number(), z.lazy(() => phraseSchema)]),
  ),
});

/**
 * What is said to people: a phrase of Ferry's, or a text of a server or the system, which stays as it came. Rows that
 * earlier versions of Ferry saved have texts where there are phrases now.
 */
export type Words = string | Phrase;
export const wordsSchema: z.ZodType<Words, Words> = z.union([z.string().max(longestText), phraseSchema]);

/** The names in a text, without Ferry's own words around them: what it is searched and sorted by in every language. */
export function namesIn(words: Words): string {
  if (typeof words === 'string') return words;
  return Object.values(words.values)
    .flatMap((value) => (typeof value === 'number' ? [] : [namesIn(value)]))
    .join(' ');
}
