/**
 * Every text of Ferry; all of them in all languages with `all.ts`, else those of screens in English.
 *
 * How to add a text: put it into the area it belongs to, `en/AREA.ts` and `de/AREA.ts` (a new area also into both
 * `index.ts`, or where screens need it into both `screen.ts`), and say `t('area.name')`, or `t('area.name', { server: connection.name })` where the text has
 * `{{server}}`. Types see to the rest: a key that isn't there, a value that is missing, a text without its German.
 * - A value is a text that is ready to be read (`formatBytes` and its neighbours make them); `{{files, number}}`,
 *   `{{size, bytes}}`, `{{time, duration}}` (seconds), `{{at, moment}}` and `{{at, day}}` (milliseconds since 1970) take a number and write it as the language does.
 * - Where a count changes the words: `files_one: '{{count, number}} file'`, `files_other: '{{count, number}} files'`,
 *   then `t('area.files', { count })`.
 * - Whole sentences only: parts that are put together can't be translated.
 * - What the core and the adapters have to say is stored and sent: there it is a `phrase` (`phrase.ts`), not words.
 * - Say `t` where the text is needed (in the template, a `$derived` or a function) and never once for all: then it
 *   changes with the language at once.
 */
import { formatBytes, formatDay, formatDuration, formatMoment } from '../format.ts';
import { addNumberFormat } from './translate.ts';

export type { Key, Values } from './keys.ts';
export {
  addTexts,
  asName,
  directionNow,
  isKey,
  languageNow,
  languageOf,
  languages,
  localeNow,
  onReading,
  pickLanguage,
  said,
  setLanguage,
  speak,
  t,
} from './translate.ts';
export type { Language, LanguageChoice } from './translate.ts';

// Both write with units from the catalogue, so that they stand above it.
addNumberFormat('bytes', formatBytes);
addNumberFormat('duration', formatDuration);
addNumberFormat('moment', formatMoment);
addNumberFormat('day', formatDay);
