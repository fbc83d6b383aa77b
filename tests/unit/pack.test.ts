import { expect, test } from 'vitest';
import { pack } from '../../src-shared/pack.ts';

const item = (id: string, bytes: number) => ({ id, bytes });

test('a selection is packed into as few parts as the largest ones leave room for', () => {
  expect(pack([item('a', 4), item('b', 6), item('c', 5), item('d', 5)], 10)).toEqual([
    ['b', 'a'],
    ['c', 'd'],
  ]);
});

test('things as large as the limit fit, one to a part', () => {
  expect(pack([item('a', 10), item('b', 10), item('c', 0)], 10)).toEqual([['a', 'c'], ['b']]);
});

test('one thing over the limit can’t be divided, whatever else there is', () => {
  expect(pack([item('a', 1), item('b', 11)], 10)).toBeNull();
});

test('every thing is in exactly one part, and no part is over the limit', () => {
  const items = Array.from({ length: 40 }, (_, index) => item(`i${index}`, (index * 37) % 100));
  const parts = pack(items, 100)!;
  expect(parts.flat().sort()).toEqual(items.map(({ id }) => id).sort());
  const bytesOf = (id: string): number => items.find((each) => each.id === id)!.bytes;
  for (const part of parts) expect(part.reduce((sum, id) => sum + bytesOf(id), 0)).toBeLessThanOrEqual(100);
});
