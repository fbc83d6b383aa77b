import { expect, test } from 'vitest';
import { noticedBefore } from '../../scripts/mutation/known.ts';
import { reportOf, rowOf } from '../../scripts/mutation/report.ts';
import type { TriedFault } from '../../scripts/mutation/report.ts';
import { sampleOf } from '../../scripts/mutation/sample.ts';

const fault = (line: number, status: string, more: Partial<TriedFault> = {}): TriedFault => ({
  ...{
    fileName: 'src-main/core/a.ts',
    mutatorName: 'ConditionalExpression',
    replacement: `fault ${line}`,
    status,
  },
  location: { start: { line, column: 7 }, end: { line, column: 12 } },
  ...more,
});
const source = ['const a = b;', 'if (a > b) go();', 'stop();', 'log.event("x");'].join('\n');

test('a sample is the same with every run, wherever its lines stand, and a smaller one is a part of it', () => {
  const all = Array.from({ length: 50 }, (_, index) => fault(index + 1, 'Killed'));
  const names = (faults: Iterable<TriedFault>): string[] =>
    [...faults].map(({ replacement }) => replacement!);
  const ten = names(sampleOf(all, 10));
  expect(ten).toHaveLength(10);
  const moved = all.map((one) => ({
    ...one,
    location: { start: { line: 99, column: 7 }, end: { line: 99, column: 12 } },
  }));
  expect(names(sampleOf(moved.toReversed(), 10)).sort()).toEqual([...ten].sort());
  expect(ten).toEqual(expect.arrayContaining(names(sampleOf(all, 4))));
  expect(sampleOf([...all, fault(1, 'Killed', { fileName: 'b.ts' })], 10).size).toBe(11);
  expect(sampleOf(all, Number.MAX_SAFE_INTEGER).size).toBe(50);
});

test('what a test noticed counts, and what wasn’t tried doesn’t count at all', () => {
  const faults = [
    ...['Killed', 'Timeout', 'RuntimeError'].map((status, index) => fault(index + 1, status)),
    fault(4, 'CompileError', { statusReason: noticedBefore }),
    fault(1, 'CompileError', { statusReason: 'not in the sample' }),
    fault(2, 'Ignored'),
    fault(3, 'NoCoverage'),
    fault(2, 'Survived'),
  ];
  const row = rowOf('src-main/core/a.ts', source, faults, { reasons: [], sampleSize: 100 });
  expect(row).toMatchObject({ faults: 8, tried: 6, noticed: 4 });
  expect(row.survivors.map(({ line, from }) => [line, from])).toEqual([
    [2, '> b)'],
    [3, ';'],
  ]);
});

test('one that nobody noticed has its reason by its file, its line and what it puts there', () => {
  const reasons = [
    { files: 'src-main/core/**', line: '^if', fault: '^fault 9$', reason: 'Another fault.' },
    { files: 'src-shared/**', line: '^if', reason: 'Another file.' },
    { files: 'src-main/core/**', line: 'log\\.event', reason: 'The log is no behaviour.' },
  ];
  const faults = [fault(2, 'Survived'), fault(4, 'Survived')];
  const { survivors } = rowOf('src-main/core/a.ts', source, faults, { reasons, sampleSize: 100 });
  expect(survivors.map(({ reason }) => reason)).toEqual([null, 'The log is no behaviour.']);
});

test('the report says how much was tried and noticed of each part, and names what nobody noticed', () => {
  const row = (file: string, noticed: number) => ({
    ...{ file, faults: 40, tried: 10, noticed },
    survivors: [{ line: 3, from: 'a | b', to: '', reason: null }],
  });
  const report = reportOf(
    [row('src-main/core/a.ts', 9), row('src-shared/job/b.ts', 10), row('src-shared/c.ts', 5)],
    { sampleSize: 10, command: 'npm run mutate -- --sample 10' },
  );
  expect(report).toContain('| The job machine | 40 | 10 | 10 | 100.0 % |');
  expect(report).toContain('| The core | 40 | 10 | 9 | 90.0 % |');
  expect(report).toContain('| The rest of the shared code | 40 | 10 | 5 | 50.0 % |');
  expect(report).toContain('10 faults of each file at most');
  expect(report).toContain('- 3: ``a \\| b`` → nothing. No reason is known: a test is missing.');
  expect(reportOf([row('src-shared/c.ts', 5)], { sampleSize: 40, command: 'npm run mutate' })).toContain(
    'all faults of each file',
  );
});
