/* The current language, and its texts. Everything but language/ and format.ts imports it from `index.ts`. */
import i18next from 'i18next';
import type { NumberFormat, Texts } from './catalogue.ts';
import { screenTexts } from './en/screen.ts';
import { keyNow } from './former-keys.ts';
import type { Key, Values } from './keys.ts';
import type { Words } from './words.ts';

/** The languages of Ferry. The last one is for tests: letters with accents, longer, and from right to left. */
export type Language = 'en' | 'de' | 'ar-XB';

/** The languages that can be chosen, as their speakers call them. */
export const languages: readonly { value: Exclude<Language, 'ar-XB'>; label: string }[] = [
  { value: 'en', label: 'English' },
  { value: 'de', label: 'Deutsch' },
];

/** How numbers and dates are written where the user's own way isn't known. `ar-XB` is CLDR's name for such tests. */
const usualLocales: Record<Language, string> = { en: 'en-GB', de: 'de-DE', 'ar-XB': 'ar-XB' };

let language: Language = 'en';
let locale = usualLocales.en;
let numbers = new Intl.NumberFormat(locale);
let reading = (): void => {};

const texts = i18next.createInstance();
void texts.init({
  lng: language,
  fallbackLng: false,
  initAsync: false,
  resources: { en: { translation: screenTexts } },
  // Svelte and the terminal's output escape; the rest is no markup.
  interpolation: { escapeValue: false },
});
addNumberFormat('number', (value) => numbers.format(value));

/** Texts that were added of languages that weren't spoken since. */
const added = new Map<Language, () => Texts>();

/**
 * Adds texts of a language. What screens say in English is there from the beginning.
 *
 * @param textsOf gives them, once the language is spoken
 */
export function addTexts(of: Language, textsOf: () => Texts): void {
  added.set(of, textsOf);
  if (of === language) takeAdded();
}

function takeAdded(): void {
  const textsOf = added.get(language);
  if (!textsOf) return;
  texts.addResourceBundle(language, 'translation', textsOf());
  added.delete(language);
  known.clear();
}

/** How `{{size, bytes}}` and its like are written in all texts. */
export function addNumberFormat(name: NumberFormat, format: (value: number) => string): void {
  texts.services.formatter?.add(name, format);
}

/** What was said in the present language: a list says the same few texts over and over, and to make one takes longer. */
const known = new Map<string, string>();
const mostSaid = 2_000;

/** The text of that name, in the current language. */
export function t<Name extends Key>(
  name: Name,
  ...[values]: keyof Values<Name> extends never ? [] : [values: Values<Name>]
): string {
  reading();
  const key = values ? `${name}\0${Object.entries(values).join('\0')}` : name;
  let text = known.get(key);
  if (text === undefined) {
    text = say(name, values ?? {});
    if (known.size >= mostSaid) known.clear();
    known.set(key, text);
  }
  return text;
}

/** Whether there is a text of that name: one that was stored may be of another version of Ferry. */
export function isKey(name: string): name is Key {
  return texts.exists(name, { lng: 'en', count: 1 });
}

/** What a phrase says in the current language; empty for one that this version of Ferry doesn't know. */
export function said(words: Words): string {
  if (typeof words === 'string') return words;
  const { values } = words;
  const name = keyNow(words.name);
  if (!isKey(name)) return '';
  const written = Object.entries(values).map(([about, value]) => {
    if (typeof value === 'object') return [about, within(name, about, said(value))];
    return [about, about === 'detail' && typeof value === 'string' ? within(name, about, value) : value];
  });
  // `phrase` has seen to it that these values are those of this text.
  return (t as (name: Key, values: object) => string)(name, Object.fromEntries(written) as object);
}

/** A sentence as it stands within another text: where that goes on with a full stop or a bracket, without its own. */
function within(name: string, about: string, sentence: string): string {
  const around: unknown = texts.getResource(language, 'translation', name);
  const isInside = typeof around === 'string' && new RegExp(`\\{\\{${about}\\}\\}[.)]`).test(around);
  return isInside ? sentence.replace(/(?<!\.)\.$/, '') : sentence;
}

function say(name: string, values: { count?: number }): string {
  const { count } = values;
  const replace = isRightToLeft() ? isolated(values) : values;
  return texts.t(name, { lng: language, replace, ...(count === undefined ? {} : { count }) });
}

/**
 * A name or a path among other words. It may run the other way: Unicode's isolates keep it from shuffling the line
 * around it. What `t` is given as a value is safe already.
 */
export function asName(text: string): string {
  reading();
  return isRightToLeft() && text !== '' ? `\u2068${text}\u2069` : text;
}

function isolated(values: object): object {
  const entries = Object.entries(values).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'string' ? asName(value) : value,
  ]);
  return Object.fromEntries(entries) as object;
}

/** The current language. */
export function languageNow(): Language {
  reading();
  return language;
}

/** How numbers and dates are written now: a BCP 47 tag. */
export function localeNow(): string {
  reading();
  return locale;
}

/** The direction of text in the current language. */
export function directionNow(): 'ltr' | 'rtl' {
  reading();
  return isRightToLeft() ? 'rtl' : 'ltr';
}

const isRightToLeft = (): boolean => language === 'ar-XB';

/**
 * Speaks that language from now on. Throws where it isn't known.
 *
 * @param wanted BCP 47 tags, the dearest first: whose language it is says how numbers and dates are written
 */
export function setLanguage(next: Language, wanted: readonly string[] = []): void {
  if (!added.has(next) && !texts.hasResourceBundle(next, 'translation'))
    throw new Error(`The texts of ${next} aren’t here.`);
  language = next;
  takeAdded();
  const tags = wanted.filter(isTag);
  locale = withHours(tags.find((tag) => languageOfTag(tag) === next) ?? usualLocales[next], tags[0]);
  numbers = new Intl.NumberFormat(locale);
  known.clear();
}

/** What can be chosen: a language, or what the system, the browser or the terminal prefers. */
export type LanguageChoice = 'system' | (typeof languages)[number]['value'];

/**
 * Speaks what was chosen from now on.
 *
 * @param wanted BCP 47 tags that the system prefers, the dearest first
 */
export function speak(choice: LanguageChoice, wanted: readonly string[]): void {
  setLanguage(languageOf(choice, wanted), wanted);
}

/** The language of a choice. */
export function languageOf(choice: LanguageChoice, wanted: readonly string[]): Language {
  return choice === 'system' ? pickLanguage(wanted) : choice;
}

/** The first of these BCP 47 tags that Ferry has texts for, else English. */
export function pickLanguage(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = languageOfTag(tag);
    if (found) return found;
  }
  return 'en';
}

/**
 * Calls it whenever a text is made or a number is written. A screen that is drawn by signals reads one there, and so
 * draws anew what changes with the language.
 */
export function onReading(read: () => void): void {
  reading = read;
}

function languageOfTag(tag: string): Language | null {
  if (tag === 'ar-XB') return tag;
  const [name] = tag.toLowerCase().split('-');
  return languages.find(({ value }) => value === name)?.value ?? null;
}

/** The locale, with hours of the day as the system counts them, to 12 or to 24, whatever language is spoken. */
function withHours(tag: string, system: string | undefined): string {
  if (system === undefined) return tag;
  // A name such as POSIX is no language, and would be answered for by the one of this runtime.
  if (Intl.DateTimeFormat.supportedLocalesOf(system).length === 0) return tag;
  const hourCycle = hoursOf(system);
  return hourCycle === hoursOf(tag) ? tag : new Intl.Locale(tag, { hourCycle }).toString();
}

const hoursOf = (tag: string): Intl.LocaleHourCycleKey | undefined =>
  new Intl.DateTimeFormat(tag, { hour: 'numeric' }).resolvedOptions().hourCycle;

function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1;
  } catch {
    return false;
  }
}
