import { expect, test } from 'vitest';
import { downloadsOf, nameOfOne, stoppingOf, wholeGroups } from '../../src-main/core/removed-rows.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { composeJob } from '../fakes/compose-job.ts';

const removal = { id: 'removal-1', files: false, dueAt: 1_790_000_008_000 };
const all: Job[] = [
  composeJob({ id: 'group', name: 'Plans', state: { is: 'split', children: ['one', 'two', 'gone'] } }),
  composeJob({
    id: 'one',
    name: 'Plans (1 of 2)',
    parentId: 'group',
    removal: { ...removal, resumes: true },
  }),
  composeJob({ id: 'two', name: 'Plans (2 of 2)', parentId: 'group' }),
  composeJob({ id: 'alone', name: 'Minutes' }),
];
const rows = { get: (id: string) => all.find((job) => job.id === id) };

test.each([
  ['a group takes its parts along', ['group'], ['group', 'one', 'two']],
  ['one part goes without its group', ['one'], ['one']],
  ['the last part takes its group along', ['one', 'two'], ['one', 'two', 'group']],
  ['another row goes alone', ['alone'], ['alone']],
])('%s', (_what, ids, going) => {
  expect(wholeGroups(rows, ids)).toEqual(going);
});

test('a group is no download; the only download is named', () => {
  expect(downloadsOf(rows, ['group', 'one'])).toEqual(['one']);
  expect(nameOfOne(rows, ['group', 'one'])).toBe('Plans (1 of 2)');
  expect(nameOfOne(rows, ['one', 'two'])).toBeNull();
  expect(nameOfOne(rows, ['group'])).toBeNull();
});

test('what was running when it was marked stops', () => {
  expect(stoppingOf(rows, ['group', 'one', 'two', 'not there'])).toBe(1);
});
