import { z } from 'zod';
import { isKey, t } from './index.ts';
import type { Key, Values } from './index.ts';

/**
 * A text that is said later, by somebody else: stored with a download, or sent to a screen that may speak another
 * language. Its values are names, plain numbers (`{{size, bytes}}`) and other phrases, so that they are written where
 * it is said.
 */
export interface Phrase {
  /** The key of the text in the catalogue. */
  name: string;
  values: Record<string, string | number | Phrase>;
}

export const phraseSchema: z.ZodType<Phrase, Phrase> = z.object({
  name: z.string().max(100),
  values: z.record(
    z.string().max(50),
    z.union([z.string().max(4000), z.number(), z.lazy(() => phraseSchema)]),
  ),
});

/**
 * What is said to people: a phrase of ours, or a text in the words of somebody else, which stays as it came. Rows that
 * earlier versions of Ferry saved have texts where there are phrases now.
 */
export type Words = string | Phrase;
export const wordsSchema: z.ZodType<Words, Words> = z.union([z.string().max(4000), phraseSchema]);

type PhraseValues<Name extends Key> = {
  [Value in keyof Values<Name>]: Values<Name>[Value] extends string ? Words : Values<Name>[Value];
};

/** Makes one; the same is checked of its values as where `t` says it at once. */
export function phrase<Name extends Key>(
  name: Name,
  ...[values]: keyof Values<Name> extends never ? [] : [values: PhraseValues<Name>]
): Phrase {
  return { name, values: { ...values } };
}

/** The text in the language that is spoken now; empty for a phrase that this version of Ferry doesn't know. */
export function said(words: Words): string {
  if (typeof words === 'string') return words;
  const { name, values } = words;
  if (!isKey(name)) return '';
  const written = Object.entries(values).map(([about, value]) => [
    about,
    typeof value === 'object' ? said(value) : value,
  ]);
  // `phrase` has seen to it that these values are those of this text.
  return (t as (name: Key, values: object) => string)(name, Object.fromEntries(written) as object);
}
