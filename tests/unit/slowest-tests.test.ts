import { expect, test } from 'vitest';
import { endToEndTests, slowest, unitTests } from '../../scripts/slowest-tests.ts';

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
