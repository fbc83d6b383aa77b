import { cutText } from '../cut-text.ts';
import type { Key, Values } from './keys.ts';
import { longestText } from './words.ts';
import type { Phrase, Words } from './words.ts';

type PhraseValues<Name extends Key> = {
  [Value in keyof Values<Name>]: Values<Name>[Value] extends string ? Words : Values<Name>[Value];
};

/** Makes one; the same is checked of its values as where `t` says it at once. Longer texts among them are cut. */
export function phrase<Name extends Key>(
  name: Name,
  ...[values]: keyof Values<Name> extends never ? [] : [values: PhraseValues<Name>]
): Phrase {
  const fitting = Object.entries<string | number | Phrase>({ ...values }).map(
    ([about, value]) => [about, typeof value === 'string' ? cutText(value, longestText) : value] as const,
  );
  return { name, values: Object.fromEntries(fitting) };
}
