import { expect, it } from 'vitest';
import { changedRows, goneFrom, rowsOf } from '../../src-renderer/state/queue-rows.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { announcement } from '../../src-renderer/presentation/announcements.ts';
import { Slots } from '../../src-renderer/table/slots.ts';
import { downloading, queued } from '../fakes/job-rows.ts';

const row = (id: string) => queued({ id, name: id, now: 0 });
const began = (id: string) => downloading({ id, name: id, now: 0 });

it('tells which of the shown rows a snapshot no longer has', () => {
  const before = rowsOf([row('one'), row('two'), row('three')]);
  expect(goneFrom(before, rowsOf([row('two')]))).toEqual(['one', 'three']);
});

it('takes many changes as one, the last of each row, and leaves the rows before as they were', () => {
  const before = rowsOf([row('one'), row('two')]);
  const { rows, news } = changedRows(before, [
    { jobs: [began('one'), row('new')], removed: ['two'] },
    { jobs: [row('two')], removed: ['new'] },
  ]);
  expect([...rows.keys()]).toEqual(['one', 'two']);
  expect(news.map(({ id }) => id)).toEqual(['one']);
  expect([...before.values()].map(({ state }) => state.is)).toEqual(['queued', 'queued']);
});

it('tells of a row that has to wait for its server, and that it goes on, once each', () => {
  const waitingFor = (kind: 'unreachable' | 'sign-in-refused', since = 0) =>
    ({ for: 'connection', failure: { kind }, since }) as const;
  const spoken = (before: JobView | null, ...jobs: JobView[]) =>
    changedRows(rowsOf(before ? [before] : []), [{ jobs, removed: [] }]).news.map(announcement);
  const held = { ...began('one'), waitingFor: waitingFor('unreachable') };
  expect(spoken(began('one'), held)).toEqual(['one: Waiting for the server.']);
  expect(spoken(null, held)).toEqual(['one: Waiting for the server.']);
  const later = { ...row('one'), waitingFor: waitingFor('unreachable', 5) };
  expect(spoken(held, later)).toEqual([]);
  expect(spoken(held, { ...held, waitingFor: waitingFor('sign-in-refused') })).toEqual([
    'one: Waiting for sign-in.',
  ]);
  expect(spoken(held, began('one'))).toEqual(['one: downloading.']);
});

it('has nothing to tell of rows that wait for their turn or for the next try', () => {
  const waits = [
    { for: 'slot', ahead: 2 },
    { for: 'retry', at: 9, failure: { kind: 'server-error' } },
  ] as const;
  const jobs = waits.map((waitingFor) => ({ ...began('one'), waitingFor }));
  expect(changedRows(rowsOf([began('one')]), [{ jobs, removed: [] }]).news).toEqual([]);
});

const keyOf = (index: number): string => `row ${index}`;

it('a line keeps its element while it is shown, and one that comes takes the element of one that went', () => {
  const slots = new Slots();
  const first = slots.show([0, 1, 2, 3], keyOf, false);
  const next = slots.show([2, 3, 4, 5], keyOf, true);
  const slotOf = (lines: typeof first, index: number) => lines.find((line) => line.index === index)?.slot;
  expect(slotOf(next, 2)).toBe(slotOf(first, 2));
  expect(slotOf(next, 3)).toBe(slotOf(first, 3));
  expect([slotOf(next, 4), slotOf(next, 5)].sort()).toEqual([slotOf(first, 0), slotOf(first, 1)].sort());
  expect(next.find((line) => line.index === 2)).toBe(first[2]);
});

it('no element changes its place while the list is scrolled; then they stand in the order of the lines', () => {
  const slots = new Slots();
  const first = slots.show([0, 1, 2, 3], keyOf, false).map(({ slot }) => slot);
  const scrolled = slots.show([2, 3, 4, 5], keyOf, true);
  expect(scrolled.map(({ slot }) => slot)).toEqual(first);
  const rested = slots.show([2, 3, 4, 5], keyOf, false);
  expect(rested.map(({ index }) => index)).toEqual([2, 3, 4, 5]);
});

it('an element that nobody needs is gone, and a later one is new', () => {
  const slots = new Slots();
  slots.show([0, 1, 2], keyOf, false);
  const [only] = slots.show([1], keyOf, false);
  const later = slots.show([1, 2], keyOf, false);
  expect(new Set(later.map(({ slot }) => slot)).size).toBe(2);
  expect(later[0]).toBe(only);
});
