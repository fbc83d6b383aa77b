import { z } from 'zod';
import { isKey, t } from './index.ts';
import type { Key, Values } from './index.ts';

/**
 * A text that is said later, by somebody else: stored with a download, or sent to a screen that may speak another
 * language. Its values are names and plain numbers (`{{size, bytes}}`), so that they are written where it is said.
 */
export const phraseSchema = z.object({
  key: z.string().max(100),
  values: z.record(z.string().max(50), z.union([z.string().max(4000), z.number()])),
});
export type Phrase = z.infer<typeof phraseSchema>;

/** Makes one; the same is checked of its values as where `t` says it at once. */
export function phrase<Name extends Key>(
  key: Name,
  ...[values]: keyof Values<Name> extends never ? [] : [values: Values<Name>]
): Phrase {
  return { key, values: { ...values } };
}

/** The text in the language that is spoken now; empty for one that this version of Ferry doesn't know. */
export function said({ key, values }: Phrase): string {
  if (!isKey(key)) return '';
  // `phrase` has seen to it that these values are those of this text.
  return (t as (name: Key, values: object) => string)(key, values);
}
