import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** The rows of the table: number, and the paths of the tests that it names. */
const rows = [...read('docs/company-conditions.md').matchAll(/^\| (\d+) \|.*\| ([^|]*) \|$/gm)].map(
  (row) => ({
    number: Number(row[1]),
    tests: [...row[2]!.matchAll(/`(tests\/[^`]+)`/g)].map((found) => found[1]!),
  }),
);

/** The numbers with which the names of a file's tests begin: of one test several may be. */
const numbersIn = (path: string): number[] =>
  [...read(path).matchAll(/(?:\btest|\))\(\s*['`](\d+(?: and \d+)*) /g)].flatMap((found) =>
    found[1]!.split(' and ').map(Number),
  );

const own = readdirSync(new URL('tests/company', root))
  .filter((name) => name.endsWith('.test.ts'))
  .map((name) => `tests/company/${name}`);

test('the table of conditions has each of the 28 once and in order', () => {
  expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 28 }, (_, index) => index + 1));
});

test('each condition names tests that begin with its number, and all of those', () => {
  for (const { number, tests } of rows) {
    for (const path of tests) expect(numbersIn(path), path).toContain(number);
    const named = tests.filter((path) => path.startsWith('tests/company/'));
    const staged = own.filter((path) => numbersIn(path).includes(number));
    expect(named.sort(), `condition ${number}`).toEqual(staged.sort());
    expect(staged.length, `condition ${number}`).toBeGreaterThan(0);
  }
});
