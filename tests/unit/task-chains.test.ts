import { expect, test } from 'vitest';
import { TaskChains } from '../../src-main/core/task-chains.ts';
import { settle } from '../fakes/fake-clock.ts';

function createChains() {
  const failures: [string, unknown][] = [];
  const chains = new TaskChains((key, thrown) => void failures.push([key, thrown]));
  const began: string[] = [];
  /** A task that lasts until it is let go; it heeds its signal unless told otherwise. */
  const task = (name: string) => {
    const end = Promise.withResolvers<void>();
    let signal: AbortSignal | null = null;
    const run = async (given: AbortSignal): Promise<void> => {
      began.push(name);
      signal = given;
      await end.promise;
    };
    return { run, end, isStopped: () => signal?.aborted };
  };
  return { chains, failures, began, task };
}

test('work for one key goes one after the other, that for another beside it', async () => {
  const { chains, began, task } = createChains();
  const [first, second, other] = ['first', 'second', 'other'].map(task);
  chains.start('a', first!.run);
  chains.start('a', second!.run);
  chains.start('b', other!.run);
  await settle();
  expect(began).toEqual(['first', 'other']);
  first!.end.resolve();
  await settle();
  expect(began).toEqual(['first', 'other', 'second']);
  expect(chains.isWanted('a')).toBe(true);
  second!.end.resolve();
  other!.end.resolve();
  await chains.settled();
  expect([chains.isWanted('a'), chains.isWanted('b')]).toEqual([false, false]);
});

test('a stop ends what runs, and what is in line doesn’t begin; what has to be done after it is done', async () => {
  const { chains, began, task } = createChains();
  const first = task('first');
  let after = false;
  chains.start('a', first.run);
  await settle();
  chains.after('a', async () => void (after = true));
  chains.stop('a');
  expect([first.isStopped(), chains.isWanted('a')]).toEqual([true, false]);
  first.end.resolve();
  await chains.settled();
  expect(after).toBe(true);
  const held = task('held');
  const late = task('late');
  chains.start('a', held.run);
  chains.start('a', late.run);
  chains.stop('a');
  held.end.resolve();
  await chains.settled();
  expect(began).not.toContain('late');
});

test('an end of everything stops each key', async () => {
  const { chains, task } = createChains();
  const tasks = ['a', 'b'].map((key) => {
    const one = task(key);
    chains.start(key, one.run);
    return one;
  });
  await settle();
  chains.stopAll();
  expect(tasks.map((one) => one.isStopped())).toEqual([true, true]);
  for (const one of tasks) one.end.resolve();
  await chains.settled();
});

test('who waits for some keys waits for all that comes for them meanwhile, and for no others', async () => {
  const { chains, task } = createChains();
  const [first, next, other] = ['first', 'next', 'other'].map(task);
  chains.start('a', first!.run);
  chains.start('b', other!.run);
  let isOver = false;
  const waiting = chains.settled(['a', 'unknown']).then(() => (isOver = true));
  chains.start('a', next!.run);
  first!.end.resolve();
  await settle();
  expect(isOver).toBe(false);
  next!.end.resolve();
  await waiting;
  await chains.settled([]);
  other!.end.resolve();
  await chains.settled();
});

test('a failure is told with its key, one after a stop only where it isn’t the stop itself', async () => {
  const { chains, failures } = createChains();
  const fault = new Error('nobody thought of this');
  chains.start('a', () => Promise.reject(fault));
  await chains.settled();
  for (const rejectsWith of ['the reason', 'another fault'])
    chains.start(rejectsWith, async (signal) => {
      await settle();
      throw rejectsWith === 'the reason' ? signal.reason : fault;
    });
  await Promise.resolve();
  await Promise.resolve();
  chains.stopAll();
  await chains.settled();
  expect(failures).toEqual([
    ['a', fault],
    ['another fault', fault],
  ]);
});
