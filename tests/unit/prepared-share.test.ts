import { expect, test } from 'vitest';
import { formatPercent } from '../../src-shared/format.ts';
import { preparedShare } from '../../src-shared/job/prepared-share.ts';

const counted = (filesDone: number | null, filesTotal: number | null, bytesDone: number | null) =>
  preparedShare({ filesDone, filesTotal, bytesDone, bytesTotal: bytesDone === null ? null : 1_000 });

test('a preparation is as far as its bytes, else its files, and never at 100 % while files are missing', () => {
  expect(counted(1, 10, 500)).toBe(0.5);
  expect(counted(1, 10, null)).toBe(0.1);
  expect(counted(null, null, null)).toBeNull();
  expect(formatPercent(counted(999, 1_000, 1_000)!, 1)).toBe('99 %');
  expect(counted(1_000, 1_000, 1_000)).toBe(1);
  expect(counted(null, null, 1_000)).toBe(1);
});
