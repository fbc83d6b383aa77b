import { expect, test } from 'vitest';
import type { FileStore } from '../../src-main/core/ports.ts';
import { Space, spaceReserve } from '../../src-main/core/space.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { phrase } from '../../src-shared/language/phrase.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';

/** Two disks with as much room as told beyond the reserve; a folder is on the disk that it is called after. */
function twoDisks(free: Record<string, number>): Space {
  return createSpace(free).space;
}

/** The same, with what one may see of it. A folder without a number tells nothing, one with Infinity is away. */
function createSpace(free: Record<string, number>, largestFile: number | null = null) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const news: string[] = [];
  const files = {
    space: async (folder: string) => {
      asked.push(folder);
      const room = free[folder];
      if (room === Infinity) throw new FailedError({ kind: 'folder-unavailable' });
      return room === undefined ? null : { free: spaceReserve + room, volume: folder, largestFile };
    },
  } as unknown as FileStore;
  const log = { event: () => undefined };
  const space = new Space({ files, clock, log }, (jobId) => void news.push(jobId));
  return { space, clock, asked, news, free };
}

const noSpace = { failure: { kind: 'no-space' } };
const every = 15_000;

test('what runs to one disk leaves the room of another alone', async () => {
  const space = twoDisks({ here: 1_000, there: 1_000 });
  space.enter('large', () => 900);
  await space.demand('large', 'here', 900);
  await expect(space.demand('second', 'here', 200)).rejects.toMatchObject({
    failure: { kind: 'no-space', size: spaceReserve + 1_100 },
  });
  space.enter('other', () => 900);
  await space.demand('other', 'there', 900);
  await space.demand('third', 'there', 100);
});

test('the room of a download that ended is there for the next', async () => {
  const space = twoDisks({ here: 1_000 });
  space.enter('first', () => 900);
  await space.demand('first', 'here', 900);
  space.leave('first');
  await space.demand('second', 'here', 1_000);
  expect(space.closed('second')).toBeNull();
});

test('a download that fills the disk to its reserve fits, one byte more doesn’t', async () => {
  const space = twoDisks({ here: 1_000 });
  await space.demand('fits', 'here', 1_000);
  await expect(space.demand('large', 'here', 1_001)).rejects.toMatchObject({ failure: { kind: 'no-space' } });
  expect(space.closed('large')).not.toBeNull();
  space.forget('large');
  expect(space.closed('large')).toBeNull();
});

test('a job that doesn’t fit waits since the first time, is told how much it needs, and others are told of it', async () => {
  const { space, clock, news } = createSpace({ here: 100 });
  const since = clock.now();
  await expect(space.demand('a', 'here', 150)).rejects.toMatchObject(noSpace);
  await clock.advance(1_000);
  await expect(space.demand('a', 'here', 120)).rejects.toMatchObject(noSpace);
  expect(space.closed('a')).toMatchObject({
    failure: { kind: 'no-space', size: spaceReserve + 120, limit: spaceReserve + 100 },
    since,
  });
  expect(news).toEqual(['a', 'a']);
});

test('a disk that doesn’t tell what is free takes everything', async () => {
  const { space } = createSpace({});
  await space.demand('a', 'here', 1e15, 1e15);
  await space.demandReserve('a', 'here', 1e15);
  expect(space.closed('a')).toBeNull();
});

test('a file that the disk’s format can’t hold is refused, however much is free', async () => {
  const { space } = createSpace({ here: 1e12 }, 4_000);
  await space.demand('a', 'here', 10, 4_000);
  await expect(space.demand('a', 'here', 10, 4_001)).rejects.toMatchObject({
    failure: { kind: 'internal', detail: phrase('failureDetails.disk.fileTooLarge') },
  });
});

test('a transfer may use up half of the reserve that others have left, and no more', async () => {
  const { space, free } = createSpace({ here: -spaceReserve / 2 });
  await space.demandReserve('a', 'here', spaceReserve);
  free['here']! -= 1;
  await expect(space.demandReserve('a', 'here', spaceReserve)).rejects.toMatchObject(noSpace);
  // What still fits may come all the same.
  await space.demandReserve('b', 'here', spaceReserve / 2 - 1);
});

test('who waits is looked at every 15 seconds, not before, and goes on as soon as there is room', async () => {
  const { space, clock, asked, news, free } = createSpace({ here: 100 });
  expect(space.nextCheck()).toBeNull();
  await expect(space.demand('a', 'here', 150)).rejects.toMatchObject(noSpace);
  expect(space.nextCheck()).toBe(clock.now() + every);
  await clock.advance(every - 1);
  space.checkWhereDue();
  await settle();
  expect(asked).toHaveLength(1);
  await clock.advance(1);
  space.checkWhereDue();
  // While a look is under way no other is due.
  expect(space.nextCheck()).toBeNull();
  space.checkNow('a');
  await settle();
  expect(asked).toHaveLength(2);
  expect(space.nextCheck()).toBe(clock.now() + every);
  free['here'] = 120;
  space.checkNow('a');
  await space.stop();
  expect(space.closed('a')).toMatchObject({ failure: { limit: spaceReserve + 120 } });
  free['here'] = 150;
  space.checkNow('a');
  await space.stop();
  expect([space.closed('a'), space.nextCheck()]).toEqual([null, null]);
  expect(news).toEqual(['a', 'a', 'a', 'a']);
});

test('who waits in a folder that went away no longer waits for room there', async () => {
  const { space, free } = createSpace({ here: 100 });
  await expect(space.demand('a', 'here', 150)).rejects.toMatchObject(noSpace);
  free['here'] = Infinity;
  space.checkNow('a');
  await space.stop();
  expect(space.closed('a')).toBeNull();
});
