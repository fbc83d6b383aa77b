import { expect, test } from 'vitest';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { Notice } from '../../src-shared/notice.ts';
import { createWorld } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

const listed = async (world: World): Promise<Notice[]> =>
  (await world.app.handlers['notices.list']({})).notices;
/** Asks for a document of its own, and waits until it is saved. */
async function save(world: World, document: string): Promise<string> {
  world.server.document(document, { name: `${document}.pdf` });
  const id = await world.ask(document);
  await world.reach(id, 'saved');
  return id;
}
const seenAt = (world: World): number => world.config.settings().noticesSeenAt;

test('what was saved and what failed is told newest first, and nothing that is still under way', async () => {
  const world = await createWorld();
  const saved = await save(world, 'one');
  await world.clock.advance(5_000);
  world.server.always('create', new FailedError({ kind: 'refused' }));
  const failed = await world.ask('two');
  await world.reach(failed, 'failed');
  const notices = await listed(world);
  expect(notices.map((notice) => notice.about === 'job' && [notice.id, notice.job.state.is])).toEqual([
    [failed, 'failed'],
    [saved, 'saved'],
  ]);
  expect(notices[0]!.at).toBeGreaterThan(notices[1]!.at);
});

test('what was mended since is no news anymore', async () => {
  const world = await createWorld();
  world.server.document('one', { name: 'one.pdf' });
  world.server.next('create', new FailedError({ kind: 'refused' }));
  const id = await world.ask('one');
  await world.reach(id, 'failed');
  expect(await listed(world)).toHaveLength(1);
  await world.act(id, 'askAgain');
  await world.reach(id, 'saved');
  const [notice, ...more] = await listed(world);
  expect(more).toEqual([]);
  expect(notice?.about === 'job' && notice.job.state.is).toBe('saved');
});

test('a server that needs a sign-in is told of until it works', async () => {
  const world = await createWorld();
  world.server.next('probe', new FailedError({ kind: 'sign-in-refused' }));
  await expect(world.app.handlers['connections.test']({ id: 'c1' })).rejects.toThrow();
  expect(await listed(world)).toMatchObject([{ about: 'server', connectionId: 'c1' }]);
  await world.app.handlers['connections.test']({ id: 'c1' });
  expect(await listed(world)).toEqual([]);
});

test('what was seen stays seen over a restart, and what was saved without a screen is told by the next', async () => {
  const world = await createWorld();
  await save(world, 'one');
  const [first] = await listed(world);
  await world.app.handlers['notices.seen']({ upTo: first!.at });
  await world.clock.advance(5_000);
  const other = await save(world, 'two');
  await world.app.stop();

  const after = await world.restart();
  expect(seenAt(after)).toBe(first!.at);
  const unread = (await listed(after)).filter(({ at }) => at > seenAt(after));
  expect(unread.map((notice) => notice.id)).toEqual([other]);
});

test('nothing makes unread again what was seen: neither an older call nor settings that are saved meanwhile', async () => {
  const world = await createWorld();
  const before = world.config.settings();
  await world.app.handlers['notices.seen']({ upTo: 2_000 });
  await world.app.handlers['notices.seen']({ upTo: 1_000 });
  await world.app.handlers['settings.save']({ settings: { ...before, transferSlots: 5 } });
  expect(seenAt(world)).toBe(2_000);
  expect(world.received('settings.changed').at(-1)).toMatchObject({
    settings: { transferSlots: 5, noticesSeenAt: 2_000 },
  });
});

test('what was seen reaches up to now at most: nothing that comes is hidden by a screen whose clock is ahead', async () => {
  const world = await createWorld();
  await world.app.handlers['notices.seen']({ upTo: 9e15 });
  expect(seenAt(world)).toBe(world.clock.now());
  await world.app.handlers['settings.save']({ settings: { noticesSeenAt: 9e15 } });
  expect(seenAt(world)).toBe(world.clock.now());
});
