import { afterEach, expect, test } from 'vitest';
import type { Texts } from '../../src-shared/language/catalogue.ts';
import {
  directionNow,
  languageNow,
  languages,
  localeNow,
  onReading,
  pickLanguage,
  setLanguage,
  speak,
  t,
  said,
} from '../../src-shared/language/index.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { phraseSchema } from '../../src-shared/language/words.ts';
import { pseudoOf } from '../../src-shared/language/pseudo.ts';

afterEach(() => setLanguage('en'));

test.each([
  [[], 'en'],
  [['fr-FR', 'es'], 'en'],
  [['fr-FR', 'de-AT', 'en'], 'de'],
  [['DE'], 'de'],
  [['en-AU', 'de'], 'en'],
  [['C'], 'en'],
  [['no such thing'], 'en'],
  [['ar-EG'], 'en'],
  [['ar-XB'], 'ar-XB'],
] as const)('whoever prefers %j is spoken to in %s', (wanted, language) => {
  expect(pickLanguage(wanted)).toBe(language);
});

test('what was chosen counts for more than what the system prefers', () => {
  speak('system', ['de-CH']);
  expect([languageNow(), t('settings.title')]).toEqual(['de', 'Einstellungen']);
  speak('en', ['de-CH']);
  expect([languageNow(), t('settings.title')]).toEqual(['en', 'Settings']);
});

test('numbers are written as the user’s own country does, where its language is spoken', () => {
  speak('de', ['en-US', 'de-AT']);
  expect(localeNow()).toMatch(/^de-AT/);
  speak('de', ['en-US']);
  expect(localeNow()).toMatch(/^de-DE/);
  speak('en', ['en-US']);
  expect(localeNow()).toBe('en-US');
  speak('system', ['en-no such tag', 'de']);
  expect(localeNow()).toBe('en-GB');
});

test.each([
  [
    'findings.incompleteZip',
    { count: 1, total: 3 },
    'The zip is incomplete: the server left out 1 file of 3.',
  ],
  ['findings.list.noCopy', { why: 'x' }, 'No copy of the list of downloads could be made. x'],
  ['refusals.notFinished', {}, 'This download isn’t finished yet.'],
  ['reasons.about', { what: 'C:', words: 'gone' }, 'C:: gone'],
])('a phrase that was stored as %s is still said', (name, values, words) => {
  expect(said({ name, values })).toBe(words);
});

test('a count takes the form that the language has for it', () => {
  const files = [0, 1, 2, 4012].map((count) => t('common.files', { count }));
  expect(files).toEqual(['0 files', '1 file', '2 files', '4,012 files']);
  expect(t('terminal.list.older', { count: 1 })).toBe('1 older one isn’t shown: “ferry list --all” does.');
  expect(t('terminal.list.unreadable', { count: 1 })).toBe(
    '1 row couldn’t be read. It is kept, but not shown.',
  );
  setLanguage('de');
  expect(t('common.files', { count: 1 })).toBe('1 Datei');
  expect(t('common.files', { count: 4012 })).toBe('4.012 Dateien');
});

test('the same values under other names are another text', () => {
  expect(t('terminal.renamed', { wanted: 'a.txt', name: 'b.txt' })).toContain('named “a.txt” already');
  expect(t('terminal.renamed', { name: 'a.txt', wanted: 'b.txt' })).toContain('named “b.txt” already');
});

test('values come into a text as they are, whatever they look like', () => {
  const name = '<b>$t(settings.title)</b> {{name}} $&';
  expect(t('connections.works', { name })).toBe(`${name} works.`);
});

test('a phrase that was stored is said in the language of whoever reads it', () => {
  const stored = JSON.stringify(phrase('common.files', { count: 4012 }));
  const read = (): string => said(phraseSchema.parse(JSON.parse(stored)));
  expect(read()).toBe('4,012 files');
  setLanguage('de');
  expect(read()).toBe('4.012 Dateien');
  expect(said({ name: 'no.such.text', values: {} })).toBe('');
});

test('only real languages are offered', () => {
  expect(languages).toEqual([
    { value: 'en', label: 'English' },
    { value: 'de', label: 'Deutsch' },
  ]);
});

test('the pseudo-locale is 40 % longer, keeps values and symbols, and reads from right to left', () => {
  const source: Texts = {
    a: { hello: 'Hello {{name}} of {{server}}!', unit: '{{number}} %', files_other: 'files' },
  };
  const { a } = pseudoOf(source) as { a: Record<string, string> };
  expect(a.hello).toMatch(/^Ĥéķļó|^Ĥéļļó/);
  expect(a.hello).toContain('{{name}}');
  expect(a.hello).toContain('{{server}}');
  const letters = (text: string): number => text.replace(/\{\{.*?\}\}/g, '').length;
  expect(letters(a.hello!) / letters('Hello {{name}} of {{server}}!')).toBeGreaterThanOrEqual(1.4);
  expect(a.unit).toBe('{{number}} %');
  expect(Object.keys(a)).toEqual(expect.arrayContaining(['files_zero', 'files_few', 'files_many']));

  setLanguage('ar-XB');
  expect(directionNow()).toBe('rtl');
  expect(t('settings.title')).not.toMatch(/[A-Za-z]/);
  // A name that runs the other way must not shuffle the sentence.
  expect(t('connections.works', { name: 'Records' })).toContain('\u2068Records\u2069');
  setLanguage('de');
  expect(directionNow()).toBe('ltr');
  expect(t('connections.works', { name: 'Records' })).toBe('Records funktioniert.');
});

test('whoever draws by what was read hears of every reading', () => {
  let readings = 0;
  onReading(() => (readings += 1));
  t('settings.title');
  localeNow();
  directionNow();
  expect(readings).toBeGreaterThanOrEqual(3);
  onReading(() => undefined);
});

test('hours are counted as the system does, whatever language is spoken', () => {
  const time = (): string =>
    new Date(2026, 0, 1, 14, 2).toLocaleTimeString(localeNow(), { timeStyle: 'short' });
  speak('de', ['en-US', 'de-DE']);
  expect(time()).toMatch(/2:02\sPM/);
  speak('en', ['de-DE', 'en-US']);
  expect(time()).toBe('14:02');
  speak('en', ['en-US']);
  expect(localeNow()).toBe('en-US');
  speak('en', []);
  expect(localeNow()).toBe('en-GB');
});
