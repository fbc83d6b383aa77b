import { expect, test } from 'vitest';
import type { FileStore } from '../../src-main/core/ports.ts';
import { Space, spaceReserve } from '../../src-main/core/space.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

/** Two disks with as much room as told beyond the reserve; a folder is on the disk that it is called after. */
function twoDisks(free: Record<string, number>): Space {
  const files = {
    space: async (folder: string) => ({
      free: spaceReserve + free[folder]!,
      volume: folder,
      largestFile: null,
    }),
  } as unknown as FileStore;
  return new Space({ files, clock: new FakeClock(), log: { event: () => undefined } }, () => undefined);
}

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
