import type { KeyOf, ValuesOf } from './catalogue.ts';
import type { en } from './en/index.ts';

/** The name of a text: its area and its name there. */
export type Key = KeyOf<typeof en>;
/** The values that a text takes. */
export type Values<Name extends Key> = ValuesOf<typeof en, Name>;
