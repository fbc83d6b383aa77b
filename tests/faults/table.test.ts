import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** The rows of the table: number, and the paths of the tests that it names. */
const rows = [...read('docs/faults.md').matchAll(/^\| (\d+) \|.*\| ([^|]*) \|$/gm)].map((row) => ({
  number: Number(row[1]),
  tests: [...row[2]!.matchAll(/`(tests\/[^`]+)`/g)].map((found) => found[1]!),
  words: row[2]!,
}));

/** The numbers with which the names of a file's tests begin. */
const numbersIn = (path: string): Set<number> =>
  new Set([...read(path).matchAll(/(?:\btest|\bit|\))\(\s*['`](\d+) /g)].map((found) => Number(found[1])));

test('the table of faults has each once and in order', () => {
  expect(rows.length).toBeGreaterThanOrEqual(88);
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_row, index) => index + 1));
});

test('each fault names its tests, which exist, or says why there are none', () => {
  for (const { number, tests, words } of rows) {
    expect(words.length, `row ${number}`).toBeGreaterThan(0);
    for (const path of tests) expect(existsSync(new URL(path, root)), path).toBe(true);
  }
});

test('a test of a fault begins with its number, and the table names it', () => {
  const files = readdirSync(new URL('tests/faults', root)).filter((name) => name.endsWith('.test.ts'));
  const staged = files
    .map((name) => `tests/faults/${name}`)
    .flatMap((path) => [...numbersIn(path)].map((number) => `${number} in ${path}`));
  const named = rows.flatMap(({ number, tests }) =>
    tests.filter((path) => path.startsWith('tests/faults/')).map((path) => `${number} in ${path}`),
  );
  expect(named.sort()).toEqual(staged.sort());
});

test('each test that a row names in the sections up to “Process and time” holds one that begins with its number', () => {
  for (const { number, tests } of rows.filter((row) => row.number <= 65))
    for (const path of tests) expect([...numbersIn(path)], `${number} in ${path}`).toContain(number);
});
