import { expect, test } from 'vitest';
import { foundNote } from '../../src-renderer/presentation/found-words.ts';

test('a row says which file inside its zip was found, and how many more', () => {
  const found = (more: number) =>
    foundNote({ jobId: 'a', in: ['inside'], inside: { path: 'plans/a.pdf', more } });
  expect(found(0)).toBe('Inside: plans/a.pdf');
  expect(found(1)).toBe('Inside: plans/a.pdf and 1 more');
  expect(found(2_000)).toBe('Inside: plans/a.pdf and 2,000 more');
});

test('a row says nothing of its zip where the words were found elsewhere, or nothing was searched for', () => {
  expect(foundNote({ jobId: 'a', in: ['name'], inside: null })).toBeNull();
  expect(foundNote(undefined)).toBeNull();
});
