import type { Texts } from './catalogue.ts';

/** A look-alike of every letter: none is ASCII, so that a text that isn't from the catalogue shows. */
const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accented = [...'áƀçđéƒĝĥíĵķļɱñóþɋŕšŧúṽŵẋýžÁƁÇĐÉƑĜĤÍĴĶĻṀÑÓÞɊŔŠŦÚṼŴẊÝŽ'];

/** Translations are longer than English, by 40 % in most of the longer texts. */
const growth = 0.4;
const filling = ' ŧéẋŧ';
/** A word may become so much longer, more becomes words. Characters. */
const longestEnding = 4;

/** Every form that a plural can have, whatever the language. */
const forms = ['zero', 'one', 'two', 'few', 'many', 'other'];

/**
 * A catalogue in no language, made of one: letters have accents, every text is 40 % longer, placeholders stay. Who
 * looks at a screen in it sees what doesn't come from the catalogue, and what has no room for another language.
 */
export function pseudoOf(source: Texts): Texts {
  const texts = Object.entries(source).flatMap(([name, text]): [string, string | Texts][] => {
    if (typeof text !== 'string') return [[name, pseudoOf(text)]];
    const base = /^(.*)_other$/.exec(name)?.[1];
    if (base !== undefined) return forms.map((form) => [`${base}_${form}`, pseudoText(text)]);
    return [[name, pseudoText(text)]];
  });
  return Object.fromEntries(texts);
}

function pseudoText(text: string): string {
  const parts = text.split(/(\{\{[^{}]*\}\})/);
  const letters = parts.filter((part) => !part.startsWith('{{')).join('');
  if (!/\p{L}/u.test(letters)) return text;
  const room = Math.ceil(letters.length * growth);
  const words = filling.repeat(Math.ceil(room / filling.length));
  const more = room > longestEnding ? words.slice(0, room) : words.trimStart().slice(0, room);
  return `${parts.map((part) => (part.startsWith('{{') ? part : accent(part))).join('')}${more}`;
}

function accent(text: string): string {
  return [...text].map((letter) => accented[plain.indexOf(letter)] ?? letter).join('');
}
