import { expect, test } from 'vitest';
import { foundNote } from '../../src-renderer/presentation/found-words.ts';
import { saved } from '../fakes/job-rows.ts';
import type { WhereFound } from '../../src-shared/history/history.ts';
import { foldText } from '../../src-shared/fold-text.ts';

const job = saved({ id: 'a', name: 'Annual report', now: 0, size: 1, folder: '/files/Tenders' });
const noteOf = (found: Partial<WhereFound>): string | null =>
  foundNote({ jobId: 'a', in: [], inside: null, asked: null, ...found }, job);

test('a row says which file inside its zip was found, and how many more', () => {
  const found = (more: number) => noteOf({ in: ['inside'], inside: { path: 'plans/a.pdf', more } });
  expect(found(0)).toBe('Inside: plans/a.pdf');
  expect(found(1)).toBe('Inside: plans/a.pdf and 1 more');
  expect(found(2_000)).toBe('Inside: plans/a.pdf and 2,000 more');
});

test('what was found far behind the beginning of a path is in sight', () => {
  const inside = { path: 'Sites/Finance/Procurement 2026/Harbour/Offers/tender list.xlsx', more: 0 };
  const note = (...words: string[]): string | null =>
    foundNote({ jobId: 'a', in: ['inside'], asked: null, inside }, job, words.map(foldText));
  expect(note('tender')).toBe('Inside: …/Harbour/Offers/tender list.xlsx');
  expect(note('finance')).toBe(`Inside: ${inside.path}`);
  expect(note('list', 'harbour')).toBe('Inside: …/Procurement 2026/Harbour/Offers/tender list.xlsx');
});

test.each<[Partial<WhereFound>, string | null]>([
  [{ in: ['name', 'folder'] }, null],
  [{ in: ['server', 'asked'], asked: 'a' }, null],
  [{ in: ['type'] }, null],
  [{ in: ['fileName', 'folder'] }, 'File: Annual report'],
  [{ in: ['asked', 'folder'], asked: 'Finance/Tender 7' }, 'Asked for: Finance/Tender 7'],
  [{ in: ['folder'] }, 'In the folder /files/Tenders'],
])('a row says where it was found where it doesn’t show it itself: %j', (found, expected) => {
  expect(noteOf(found)).toBe(expected);
});

test('without a search a row says nothing of it', () => {
  expect(foundNote(undefined, job)).toBeNull();
});
