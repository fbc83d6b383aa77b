import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { pageOf, readmeWith, readResults } from '../bench/page.ts';
import type { Result } from '../bench/results.ts';

const at = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8');

const result = (isMet: boolean): Result => ({
  ...{ name: 'x', title: 'Waiting', about: ['How.'], command: 'npm run x', machine: ['2 cores'] },
  ...{ measuredAt: '2026-01-01', tables: [{ title: 'T', head: ['', 'ms'], rows: [['a|b', '5']] }] },
  goals: [{ what: 'Fast', goal: 'under 4 ms', figure: '5 ms', isMet, ...(!isMet && { why: 'It is slow.' }) }],
  pictures: [],
  changes: ['Less.'],
});

test('the page and the README say what the kept results say, and nothing else', () => {
  const results = readResults();
  expect(at('docs/benchmarks.md')).toBe(pageOf(results));
  expect(at('README.md')).toBe(readmeWith(at('README.md'), results));
});

test('what misses its goal is told first, with its figure and the reason', () => {
  expect(pageOf([result(true)])).toContain('All goals are met.');
  const page = pageOf([result(false)]);
  expect(page).toContain('| Waiting | Fast | under 4 ms | 5 ms | It is slow. |');
  expect(page).toContain('| a\\|b | 5 |');
});
