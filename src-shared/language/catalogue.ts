/** A catalogue: texts by name, in areas. `{{name}}` in a text is a value; `_one` and `_other` are forms of a plural. */
export interface Texts {
  readonly [name: string]: string | Texts;
}

/** The same texts in another language: a name that is missing or one too many doesn't compile. */
export type Catalogue<Source extends Texts> = {
  readonly [Name in keyof Source]: Source[Name] extends Texts ? Catalogue<Source[Name]> : string;
};

/** The full names of all texts, `queue.title`; a plural is one text. */
export type KeyOf<Source extends Texts, Area extends string = ''> = {
  [Name in keyof Source & string]: Source[Name] extends Texts
    ? KeyOf<Source[Name], `${Area}${Name}.`>
    : `${Area}${WithoutForm<Name>}`;
}[keyof Source & string];

type WithoutForm<Name extends string> = Name extends `${infer Base}_${'one' | 'other'}` ? Base : Name;

type TextAt<Source, Key extends string> = Key extends `${infer Area}.${infer Rest}`
  ? Area extends keyof Source
    ? TextAt<Source[Area], Rest>
    : never
  : Key extends keyof Source
    ? Source[Key]
    : `${Key}_other` extends keyof Source
      ? Source[`${Key}_other`]
      : never;

type IsPlural<Source, Key extends string> = Key extends `${infer Area}.${infer Rest}`
  ? Area extends keyof Source
    ? IsPlural<Source[Area], Rest>
    : never
  : `${Key}_other` extends keyof Source
    ? true
    : never;

type Placeholders<Text> = Text extends `${string}{{${infer Inside}}}${infer Rest}`
  ? Inside | Placeholders<Rest>
  : never;

/** How a number is written: as such, as a size, as a span of seconds, as a moment or its day (milliseconds since 1970). */
export type NumberFormat = 'number' | 'bytes' | 'duration' | 'moment' | 'day';

/** `{{name}}` takes a text that is ready to be read, `{{name, number}}` a number; a plural also takes its `count`. */
export type ValuesOf<Source extends Texts, Key extends string> = {
  [
    Inside in Placeholders<TextAt<Source, Key>> as Inside extends `${infer Name}, ${NumberFormat}`
      ? Name
      : Inside
  ]: Inside extends `${string}, ${NumberFormat}` ? number : string;
} & ([IsPlural<Source, Key>] extends [never] ? unknown : { count: number });
