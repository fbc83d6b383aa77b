import { expect, test } from 'vitest';
import type { Texts } from '../../src-shared/language/catalogue.ts';
import { de } from '../../src-shared/language/de/index.ts';
import { en } from '../../src-shared/language/en/index.ts';
import { pseudoOf } from '../../src-shared/language/pseudo.ts';

/** All texts by their full names. */
function flat(texts: Texts, area = ''): Map<string, string> {
  return new Map(
    Object.entries(texts).flatMap(([name, text]) =>
      typeof text === 'string' ? [[`${area}${name}`, text] as const] : [...flat(text, `${area}${name}.`)],
    ),
  );
}

const placeholders = (text: string): string[] => (text.match(/\{\{.*?\}\}/g) ?? []).sort();
const withoutForm = (name: string): string => name.replace(/_(zero|one|two|few|many|other)$/, '');
const english = flat(en);
const german = flat(de);

test('both languages have the same texts, and none is empty', () => {
  expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [name, text] of [...english, ...german]) expect(text.trim(), name).not.toBe('');
});

test('a text takes the same values in both languages, and begins and ends with the same blanks', () => {
  for (const [name, text] of english) {
    const other = german.get(name)!;
    expect(placeholders(other), name).toEqual(placeholders(text));
    expect([/^\s*/.exec(other)![0], /\s*$/.exec(other)![0]], name).toEqual([
      /^\s*/.exec(text)![0],
      /\s*$/.exec(text)![0],
    ]);
  }
});

test.each([
  ['en', english],
  ['de', german],
  ['ar-XB', flat(pseudoOf(en))],
])('every plural has each form that %s knows', (language, texts) => {
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const plurals = new Set([...texts.keys()].filter((name) => withoutForm(name) !== name).map(withoutForm));
  expect(plurals.size).toBeGreaterThan(10);
  for (const name of plurals)
    for (const form of forms) expect(texts.has(`${name}_${form}`), `${name}_${form}`).toBe(true);
});

test('each language has its own quotation marks, apostrophes and dashes', () => {
  for (const [name, text] of english) expect(text, name).not.toMatch(/[„‚]|\p{L}'\p{L}| - |\.\.\./u);
  for (const [name, text] of german) expect(text, name).not.toMatch(/[”‘’]|“\p{L}|"|'| - |\.\.\./u);
});

test('German sentences are translated: none reads as the English one does, names and symbols apart', () => {
  const same = [...english].filter(
    ([name, text]) => /\p{L}{2,} \p{L}{2,}/u.test(text) && german.get(name) === text,
  );
  expect(same.map(([name]) => name)).toEqual([]);
});

test('German speaks to people formally', () => {
  for (const [name, text] of german) expect(text, name).not.toMatch(/\b(du|dein|deine|deinen|dir|dich)\b/i);
});
