import type { Key, Values } from './keys.ts';
import type { Phrase, Words } from './words.ts';

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
