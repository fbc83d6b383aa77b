import { expect, test } from 'vitest';
import { endToEndTests, failed, slowest, unitTests } from '../../scripts/test-reports.ts';

test('the slowest tests of both runners are told together, the slowest first, each with its file and host', () => {
  const unit = unitTests(
    {
      testResults: [
        {
          name: '/ferry/tests/unit/a.test.ts',
          assertionResults: [
            { fullName: 'a rule holds', duration: 1_240 },
            { fullName: 'is skipped', duration: null },
          ],
        },
      ],
    },
    '/ferry/',
  );
  const one = (projectName: string, duration: number) => ({ projectName, results: [{ duration }] });
  const endToEnd = endToEndTests({
    suites: [
      {
        title: 'b.spec.ts',
        specs: [{ title: 'a page is shown', tests: [one('web', 300), one('stand-in', 12_000)] }],
        suites: [{ title: 'a group', specs: [{ title: 'a dialog opens', tests: [one('web', 2_000)] }] }],
      },
    ],
  });
  expect(slowest([...unit, ...endToEnd], 4)).toEqual([
    '  12.0 s  tests/e2e/b.spec.ts on stand-in: a page is shown',
    '   2.0 s  tests/e2e/b.spec.ts on web: a dialog opens',
    '   1.2 s  tests/unit/a.test.ts: a rule holds',
    '   0.3 s  tests/e2e/b.spec.ts on web: a page is shown',
  ]);
});

test('what failed is told with the beginning of why, whichever runner it was, and a file that never ran as well', () => {
  const long = ['first', ...Array.from({ length: 40 }, (_, line) => `line ${line}`)].join('\n');
  const unit = unitTests(
    {
      testResults: [
        {
          name: '/ferry/tests/unit/a.test.ts',
          message: '',
          assertionResults: [
            { fullName: 'a rule holds', failureMessages: ['\u001b[31mexpected 1\u001b[39m'] },
            { fullName: 'another does', failureMessages: [] },
          ],
        },
        { name: '/ferry/tests/unit/b.test.ts', message: 'no such module', assertionResults: [] },
      ],
    },
    '/ferry/',
  );
  const results = [{ duration: 1, errors: [{ message: long }] }];
  const endToEnd = endToEndTests({
    suites: [
      { title: 'c.spec.ts', specs: [{ title: 'a page is shown', tests: [{ projectName: 'web', results }] }] },
    ],
  });
  expect(failed(unit)).toEqual([
    'tests/unit/a.test.ts: a rule holds',
    '    expected 1',
    'tests/unit/b.test.ts',
    '    no such module',
  ]);
  const lines = failed(endToEnd);
  expect(lines.slice(0, 2)).toEqual(['tests/e2e/c.spec.ts on web: a page is shown', '    first']);
  expect(lines).toHaveLength(21);
});
