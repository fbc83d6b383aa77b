import { beforeEach, describe, expect, it } from 'vitest';
import { QueueStream } from '../../src-renderer/state/queue-stream.ts';
import type { QueueChange } from '../../src-renderer/state/queue-stream.ts';
import type { WholeQueue } from '../../src-shared/whole-queue.ts';
import { queued } from '../fakes/job-rows.ts';

const job = (id: string) => queued({ id, name: id, now: 0 });
const change = (seq: number, ...ids: string[]): QueueChange => ({ seq, jobs: ids.map(job), removed: [] });
const snapshot = (seq: number, ...ids: string[]): WholeQueue => ({ seq, jobs: ids.map(job), progress: [] });
/** Lets every promise that is settled by now be heard. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

/** What the screen shows, and the answers that it waits for. */
let shown: string[];
let asked: ((queue: WholeQueue | Promise<never>) => void)[];
let laters: (() => void)[];
let stream: QueueStream;

async function answer(queue: WholeQueue | Promise<never>): Promise<void> {
  asked.shift()?.(queue);
  await settled();
}

beforeEach(() => {
  shown = [];
  asked = [];
  laters = [];
  stream = new QueueStream({
    fetchQueue: () => new Promise((resolve) => asked.push(resolve)),
    replace: ({ jobs }) => (shown = jobs.map(({ id }) => id)),
    apply: ({ jobs }) => shown.push(...jobs.map(({ id }) => id)),
    later: (run) => laters.push(run),
  });
});

describe('the stream of queue changes on the screen', () => {
  it('shows the snapshot and then each next change', async () => {
    stream.restart();
    await answer(snapshot(4, 'one'));
    stream.changed(change(5, 'two'));
    expect(shown).toEqual(['one', 'two']);
  });

  it('keeps changes that overtake the snapshot, and drops those that it holds already', async () => {
    stream.restart();
    stream.changed(change(4, 'one'));
    stream.changed(change(5, 'two'));
    await answer(snapshot(4, 'one'));
    expect(shown).toEqual(['one', 'two']);
  });

  it('ignores a change that it has seen', async () => {
    stream.restart();
    await answer(snapshot(4, 'one'));
    stream.changed(change(5, 'two'));
    stream.changed(change(5, 'two'));
    stream.changed(change(3, 'old'));
    expect(shown).toEqual(['one', 'two']);
  });

  it('61 fetches the snapshot again after a gap, and applies nothing until it is there', async () => {
    stream.restart();
    await answer(snapshot(4, 'one'));
    stream.changed(change(6, 'three'));
    stream.changed(change(7, 'four'));
    expect(shown).toEqual(['one']);
    expect(asked).toHaveLength(1);
    await answer(snapshot(6, 'one', 'two', 'three'));
    expect(shown).toEqual(['one', 'two', 'three', 'four']);
  });

  it('fetches once more when the snapshot that closes a gap leaves another one', async () => {
    stream.restart();
    await answer(snapshot(4, 'one'));
    stream.changed(change(9, 'late'));
    await answer(snapshot(6, 'one'));
    expect(asked).toHaveLength(1);
    await answer(snapshot(9, 'one', 'late'));
    expect(shown).toEqual(['one', 'late']);
  });

  it('61 counts from the beginning after a reconnect, also when the app starts at a smaller number', async () => {
    stream.restart();
    await answer(snapshot(40, 'one'));
    stream.stop();
    stream.restart();
    await answer(snapshot(0, 'new'));
    stream.changed(change(1, 'newer'));
    expect(shown).toEqual(['new', 'newer']);
  });

  it('does not listen to the answer of a connection that ended', async () => {
    stream.restart();
    stream.stop();
    stream.restart();
    await answer(snapshot(9, 'of the old one'));
    expect(shown).toEqual([]);
    await answer(snapshot(1, 'of the new one'));
    expect(shown).toEqual(['of the new one']);
  });

  it('tries again later when the snapshot could not be had', async () => {
    stream.restart();
    await answer(Promise.reject(new Error('no answer')));
    laters.shift()?.();
    await answer(snapshot(2, 'one'));
    expect(shown).toEqual(['one']);
  });

  it('does not try again later for a connection that ended meanwhile', async () => {
    stream.restart();
    await answer(Promise.reject(new Error('disconnected')));
    stream.stop();
    laters.shift()?.();
    expect(asked).toHaveLength(0);
  });
});
