import { describe, expect, test } from 'vitest';
import {
  fitColumns,
  moveColumn,
  resizeColumn,
  showColumn,
  sortByColumn,
  stepColumn,
  widthRange,
} from '../../src-renderer/table/columns.ts';
import { moveBySteps, moveToGap } from '../../src-renderer/table/drop-place.ts';
import { entriesOf } from '../../src-renderer/table/entries.ts';
import {
  dropGone,
  extend,
  leadOf,
  moveFocus,
  nothingSelected,
  selectOnly,
  toggle,
} from '../../src-renderer/table/selection.ts';
import { sortJobs } from '../../src-renderer/table/sorting.ts';
import { groupProgress } from '../../src-renderer/presentation/group-progress.ts';
import type { JobView, Progress } from '../../src-shared/job/job-view.ts';
import { columnIds, readLayout, usualLayout } from '../../src-shared/table-layout.ts';
import type { ColumnId, TableLayout } from '../../src-shared/table-layout.ts';
import {
  cancelled,
  counters,
  downloading,
  downloadProgress,
  paused,
  preparing,
  preparingProgress,
  queued,
  saved,
} from '../fakes/job-rows.ts';

const now = 1_790_000_000_000;
const usual = usualLayout(columnIds);
const shown = (layout: TableLayout, width: number): ColumnId[] =>
  fitColumns(layout, width).map((column) => column.id);
const order = (layout: TableLayout): ColumnId[] => layout.columns.map((column) => column.id);
const none = (): undefined => undefined;
const ids = (jobs: readonly JobView[]): string[] => jobs.map((job) => job.id);
/** A row that waits; `a` before `b`, and so on. */
const open = (id: string, more: Partial<JobView> = {}): JobView => ({
  ...paused({ id, name: id, now, order: id.charCodeAt(0) }),
  ...more,
});

describe('columns', () => {
  test('give way by weight where there is no room, and the name and the progress never do', () => {
    expect(shown(usual, 1200)).toEqual(columnIds.filter((id) => id !== 'type'));
    expect(shown(showColumn(usual, 'type', true), 1200)).toEqual(columnIds);
    expect(shown(usual, 760)).toEqual(['name', 'progress', 'size', 'time']);
    expect(shown(usual, 100)).toEqual(['name', 'progress']);
  });

  test('that are hidden leave their room to others', () => {
    const without = showColumn(showColumn(usual, 'added', false), 'size', false);
    expect(shown(without, 800)).toEqual(['name', 'status', 'progress', 'time']);
    expect(showColumn(usual, 'name', false)).toBe(usual);
  });

  test('go before another one, a step at a time, or last', () => {
    expect(order(moveColumn(usual, 'added', 'status'))).toEqual([
      'name',
      'added',
      'status',
      'progress',
      'size',
      'speed',
      'time',
      'type',
    ]);
    expect(order(moveColumn(usual, 'name', null)).at(-1)).toBe('name');
    expect(order(stepColumn(usual, 'status', -1)).slice(0, 2)).toEqual(['status', 'name']);
    expect(order(stepColumn(usual, 'time', 1)).slice(-3)).toEqual(['added', 'time', 'type']);
    expect(order(stepColumn(usual, 'name', -1))).toEqual(order(usual));
    expect(order(stepColumn(usual, 'type', 1))).toEqual(order(usual));
  });

  test('are no narrower than they can be read', () => {
    const { least, most } = widthRange('size');
    const widths = [1, 99.6, 9999].map(
      (width) => resizeColumn(usual, 'size', width).columns.find(({ id }) => id === 'size')?.width,
    );
    expect(widths).toEqual([least, 100, most]);
  });

  test('sort one way, the other way, and not at all', () => {
    const up = sortByColumn(usual, 'size');
    const down = sortByColumn(up, 'size');
    expect([up.sort, down.sort, sortByColumn(down, 'size').sort]).toEqual([
      { column: 'size', descending: false },
      { column: 'size', descending: true },
      null,
    ]);
    expect(sortByColumn(down, 'name').sort).toEqual({ column: 'name', descending: false });
  });

  test('are read back as they were kept, and a broken value falls back', () => {
    const arranged = resizeColumn(stepColumn(usual, 'added', -1), 'size', 99);
    expect(readLayout(JSON.stringify(arranged), columnIds)).toEqual(arranged);
    for (const text of [null, '', '{', '[]', '{"columns":1}', JSON.stringify({ ...usual, compact: 'yes' })])
      expect(readLayout(text, columnIds)).toEqual(usual);
    const odd = {
      ...usual,
      columns: [
        { id: 'size', isShown: false, width: null },
        { id: 'size', isShown: true, width: null },
        { id: 'speed', isShown: true, width: null },
        { id: 'name', isShown: false, width: null },
      ],
      sort: { column: 'speed', descending: true },
    };
    const read = readLayout(JSON.stringify(odd), ['name', 'size', 'added']);
    expect(read.columns.map(({ id, isShown }) => [id, isShown])).toEqual([
      ['size', false],
      ['name', true],
      ['added', true],
    ]);
    expect(read.sort).toBeNull();
  });
});

describe('sorting', () => {
  const rows = [
    downloading({ id: 'slow', name: 'File 10', now, size: 50 }),
    downloading({ id: 'fast', name: 'File 9', now, size: null }),
    saved({ id: 'done', name: 'file 1', now, size: 900 }),
  ];
  const progress: Record<string, Progress> = {
    slow: downloadProgress('slow', 40, 50, 1),
    fast: downloadProgress('fast', 1, 100, 9),
  };
  const sorted = (column: ColumnId, descending: boolean): string[] =>
    ids(sortJobs(rows, { column, descending }, (id) => progress[id], now));

  test.each<[ColumnId, string[], string[]]>([
    ['name', ['done', 'fast', 'slow'], ['slow', 'fast', 'done']],
    ['progress', ['fast', 'slow', 'done'], ['done', 'slow', 'fast']],
    ['speed', ['slow', 'fast', 'done'], ['fast', 'slow', 'done']],
    ['status', ['slow', 'fast', 'done'], ['done', 'slow', 'fast']],
  ])('by %s, numbers as numbers, what has no value last both ways', (column, up, down) => {
    expect(sorted(column, false)).toEqual(up);
    expect(sorted(column, true)).toEqual(down);
  });
});

describe('groups', () => {
  const group = { id: 'whole', name: 'Masters' };
  const part = (id: string): JobView => open(id, { group });
  const whole: JobView = {
    ...saved({ id: 'whole', name: 'Masters', now, size: 1 }),
    state: { is: 'split', children: ['b', 'd'] },
  };
  const lines = (jobs: JobView[], folded: string[] = [], isParted = true): string[] =>
    entriesOf(jobs, folded, isParted ? () => 'over' : null).map((entry) => entry.key);

  test('stand together under their heading, where the first of them is; what was split is the heading', () => {
    const jobs = [open('a'), part('b'), open('c'), part('d'), whole];
    expect(lines(jobs)).toEqual(['a', 'group whole', 'b', 'd', 'c']);
    expect(lines(jobs, ['whole'])).toEqual(['a', 'group whole', 'c']);
    expect(lines([whole])).toEqual(['whole']);
  });

  test('a line parts what is over from what isn’t, where both are there', () => {
    const over = saved({ id: 'z', name: 'z', now, size: 1 });
    expect(lines([open('a'), over])).toEqual(['a', 'section over', 'z']);
    expect(lines([over])).toEqual(['z']);
    expect(lines([over, open('a')], [], false)).toEqual(['z', 'a']);
  });

  test('what is over has a heading for each day', () => {
    const ended = (id: string, at: number): JobView => saved({ id, name: id, now: at, size: 1 });
    const day = 24 * 3_600_000;
    const days = entriesOf([ended('a', now), ended('b', now), ended('c', now - day)], [], (job) =>
      new Date(job.changedAt).toISOString().slice(0, 10),
    );
    expect(days.map(({ key }) => key.replace(/^section .*/, 'day'))).toEqual(['day', 'a', 'b', 'day', 'c']);
  });

  test('have one progress over all parts, by their sizes where all are known', () => {
    const [one, two] = [
      downloading({ id: 'one', name: 'one', now, size: 300 }),
      saved({ id: 'two', name: 'two', now, size: 100 }),
    ];
    const sum = groupProgress([one, two], () => downloadProgress('one', 150, 300, 7));
    expect(sum).toMatchObject({
      bar: { preparing: { is: 'done' }, fetching: { is: 'working', share: 0.625 } },
      size: 400,
      rate: 7,
      isTroubled: false,
      detail: '1 of 2 parts saved',
    });
    expect(groupProgress([two], none).bar.fetching).toEqual({ is: 'done' });
    expect(groupProgress([preparing({ id: 'p', name: 'p', now }), one], none).size).toBeNull();
  });

  test('what the server prepares is nothing transferred, and without any size what is saved counts', () => {
    const at = (id: string) => ({ id, name: id, now });
    const prepared = counters(99, 100, 99, 100);
    const progressOf = (id: string): Progress => preparingProgress(id, now, prepared);
    const shareOf = (...jobs: JobView[]): string => groupProgress(jobs, progressOf).share;
    expect(shareOf(preparing(at('a')), preparing(at('b')))).toBe('0 %');
    // As large as the server says it will be, until it is known how large it is.
    expect(shareOf(preparing(at('a')), saved({ ...at('b'), size: 25 }))).toBe('20 %');
    expect(groupProgress([preparing(at('a')), saved({ ...at('b'), size: 25 })], none).share).toBe('50 %');
    const large = downloading({ ...at('c'), size: 2_200_000_000 });
    const five = downloadProgress('c', 110_000_000, 2_200_000_000, 7);
    const small = saved({ ...at('d'), size: 200_000_000 });
    const sum = groupProgress([large, small, cancelled(at('e'))], (id) => (id === 'c' ? five : undefined));
    expect(sum.share).toBe('12 %');
    expect(sum.detail).toBe('1 of 3 parts saved · 1 cancelled');
  });

  test('a file that isn’t where it was saved isn’t said to be', () => {
    const parts = ['a', 'b'].map((id) => saved({ id, name: id, now, size: 1 }));
    const sum = groupProgress(parts, none, (job) => job.id === 'b');
    expect(sum.detail).toBe('1 of 2 parts saved · 1 no longer where it was saved');
    expect(sum.isTroubled).toBe(true);
  });

  test('know all their parts, whatever of them a list shows', () => {
    const all = [part('b'), part('d')];
    const [heading] = entriesOf([all[0]!], [], null, (id) => (id === 'whole' ? all : undefined));
    expect(heading).toMatchObject({ is: 'group', jobs: [all[0]], all });
  });
});

describe('what is chosen', () => {
  test('is one line, a range from the anchor, or one more and one less', () => {
    const first = selectOnly('b', ['b']);
    const range = extend(first, 'd', ['b', 'c', 'd'], false);
    expect([...range.ids]).toEqual(['b', 'c', 'd']);
    expect([range.anchor, range.focus]).toEqual(['b', 'd']);
    const back = extend(range, 'a', ['a', 'b'], false);
    expect([...back.ids]).toEqual(['a', 'b']);
    const less = toggle(range, 'c', ['c']);
    expect([...less.ids]).toEqual(['b', 'd']);
    expect([...extend(less, 'e', ['c', 'd', 'e'], true).ids].sort()).toEqual(['b', 'c', 'd', 'e']);
  });

  test('a heading stands for all of its jobs', () => {
    const some = toggle(nothingSelected, 'x', ['x']);
    const all = toggle(some, 'group g', ['x', 'y']);
    expect([...all.ids]).toEqual(['x', 'y']);
    expect([...toggle(all, 'group g', ['x', 'y']).ids]).toEqual([]);
  });

  test('details are about the line with the keyboard if it is chosen, else about the last one', () => {
    const two = extend(selectOnly('a', ['a']), 'b', ['a', 'b'], false);
    expect(leadOf(two)).toBe('b');
    expect(leadOf(extend(selectOnly('b', ['b']), 'a', ['a', 'b'], false))).toBe('a');
    expect(leadOf(moveFocus(two, 'z'))).toBe('b');
    expect(leadOf(nothingSelected)).toBeNull();
  });

  test('lets go of what is gone, and stays the same where nothing is', () => {
    const two = extend(selectOnly('a', ['a']), 'b', ['a', 'b'], false);
    expect(dropGone(two, () => false)).toBe(two);
    expect([...dropGone(two, (id) => id === 'a').ids]).toEqual(['b']);
  });
});

describe('places in the queue', () => {
  const rows = ['a', 'b', 'c', 'd'].map((id) => open(id));
  const over = saved({ id: 'z', name: 'z', now, size: 1 });
  const entries = entriesOf([...rows, over], [], () => 'over');
  const moving = (...chosen: string[]): Set<string> => new Set(chosen);

  test('rows go to the gap that was meant, in their own order', () => {
    expect(moveToGap(entries, moving('d', 'b'), 0)).toEqual({
      jobIds: ['b', 'd'],
      before: 'a',
      priority: null,
    });
    expect(moveToGap(entries, moving('a'), 3)).toEqual({ jobIds: ['a'], before: 'd', priority: null });
  });

  test('below the last open row is last, also far below, among what is over', () => {
    expect(moveToGap(entries, moving('a'), 4)).toMatchObject({ before: null });
    expect(moveToGap(entries, moving('a'), entries.length)).toMatchObject({ before: null });
  });

  test('nothing is asked for where nothing would change, nor for what is over', () => {
    expect(moveToGap(entries, moving('b'), 1)).toBeNull();
    expect(moveToGap(entries, moving('b'), 2)).toBeNull();
    expect(moveToGap(entries, moving('z'), 0)).toBeNull();
    expect(moveBySteps(entries, moving('a'), -1)).toBeNull();
    expect(moveBySteps(entries, moving('d'), 1)).toBeNull();
  });

  test('a step brings several rows past one neighbour', () => {
    expect(moveBySteps(entries, moving('b', 'c'), -1)).toMatchObject({ jobIds: ['b', 'c'], before: 'a' });
    expect(moveBySteps(entries, moving('b', 'c'), 1)).toMatchObject({ jobIds: ['b', 'c'], before: null });
  });

  test('a whole group goes past its neighbours with its heading', () => {
    const group = { id: 'g', name: 'g' };
    const list = entriesOf(
      [open('a'), open('b', { group }), open('c', { group }), open('d')],
      [],
      () => 'over',
    );
    expect(moveBySteps(list, moving('b', 'c'), -1)).toMatchObject({ before: 'a' });
    expect(moveBySteps(list, moving('d'), -1)).toMatchObject({ before: 'c' });
  });

  test('rows take on the priority of those that they come to stand among', () => {
    const high = { priority: 'high' } as const;
    const list = entriesOf([open('x', high), open('y', high), open('a'), open('b')], [], () => 'over');
    expect(moveToGap(list, moving('b'), 1)).toEqual({ jobIds: ['b'], before: 'y', priority: 'high' });
    expect(moveToGap(list, moving('x'), 4)).toEqual({ jobIds: ['x'], before: 'y', priority: 'normal' });
    // Between both it may stay what it is: first of its own.
    expect(moveToGap(list, moving('b'), 2)).toEqual({ jobIds: ['b'], before: 'a', priority: null });
    // Last of its own, where the next one is of another priority: after the one above, as the app counts.
    expect(moveToGap(list, moving('x'), 2)).toEqual({ jobIds: ['x'], before: null, priority: null });
  });

  test('a row that only waits can be moved as well', () => {
    const list = entriesOf([queued({ id: 'a', name: 'a', now, order: 1 }), open('b')], [], () => 'over');
    expect(moveBySteps(list, moving('b'), -1)).toMatchObject({ before: 'a' });
  });
});
