import { expect, test } from 'vitest';
import { linesOf, shortened } from '../../src-shared/history/sheet-text.ts';

test('a text for a sheet keeps its ends, and takes no more lines than it may', () => {
  expect(shortened('/a/b.pdf', 1)).toBe('/a/b.pdf');
  expect(shortened(`/a${'/b'.repeat(99)}/c.pdf`, 1)).toMatch(/^\/a\/.* … .*\/c\.pdf$/);
  expect(shortened('a\nb\nc', 2)).toBe('a\nb …');
  for (const text of ['x'.repeat(1e6), '第'.repeat(400), 'WM'.repeat(90), 'a b '.repeat(90), '\n'.repeat(50)])
    for (const lines of [1, 2, 5]) expect(linesOf(shortened(text, lines))).toBeLessThanOrEqual(lines);
});
