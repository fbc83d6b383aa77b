import { expect, test } from 'vitest';
import { lookAgainAfter } from '../../src-main/core/keeping.ts';
import { everything } from '../../src-shared/history/history.ts';
import { keepRuleSchema } from '../../src-shared/history/keeping.ts';
import type { KeepRule } from '../../src-shared/history/keeping.ts';
import { composeJob, silentServer } from '../fakes/compose-job.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';
import { createWorld } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

const day = 24 * 60 * 60 * 1000;
const now = 1_790_000_000_000;
const own = { rateLimit: null, transferSlots: null, preparationSlots: null, filing: null };
const byAge: KeepRule = { by: 'age', days: 30, files: false };
const byCount: KeepRule = { by: 'count', downloads: 2, files: false };

/** A history of four downloads: of today, of 20, 40 and 60 days ago, and one of another server, as old as the last. */
async function oldHistory(keep: KeepRule | null, parts: Partial<World> = {}): Promise<World> {
  const store = new FakeJobStore();
  const past = (id: string, days: number, connectionId = silentServer.id) =>
    composeJob({ id, connectionId, changedAt: now - days * day, state: { is: 'cancelled' } });
  store.save([past('a', 0), past('b', 20), past('c', 40), past('d', 60), past('e', 60, 'other')], [], []);
  const config = new FakeConfig();
  config.saveConnection({ ...silentServer, own: { ...own, keep } });
  const world = await createWorld({ store, config, ...parts });
  await world.clock.advance(0);
  return world;
}

async function shown({ app }: World): Promise<string[]> {
  const query = { text: '', offset: 0, limit: 50, sort: null, without: [], filter: everything };
  return (await app.handlers['history.query'](query)).jobs.map(({ id }) => id);
}
const removals = async ({ app }: World) => (await app.handlers['removals.list']({})).removals;
const configure = ({ app }: World, keep: KeepRule | null) =>
  app.handlers['connections.configure']({ id: silentServer.id, own: { ...own, keep } });

test('all is kept unless the user says otherwise', async () => {
  expect(await shown(await oldHistory(null))).toEqual(['a', 'b', 'c', 'e', 'd']);
});

test.each<[string, KeepRule, string[]]>([
  ['older than it says', byAge, ['a', 'b', 'e']],
  ['beyond the newest', byCount, ['a', 'b', 'e']],
  ['beyond more than there are', { ...byCount, downloads: 9 }, ['a', 'b', 'c', 'e', 'd']],
])('what is %s goes at the start, of that server alone, and can be undone', async (_what, rule, left) => {
  const world = await oldHistory(rule);
  expect(await shown(world)).toEqual(left);
  expect((await removals(world)).map(({ count }) => count)).toEqual(left.length === 5 ? [] : [2]);
  await world.clock.advance(10_000);
  expect(world.store.job('d') === null).toBe(left.length < 5);
});

test('what would go is said beforehand, and nothing goes by that', async () => {
  const world = await oldHistory(null);
  const beyond = (rule: KeepRule) =>
    world.app.handlers['history.beyond']({ connectionId: silentServer.id, rule });
  expect(await beyond(byAge)).toEqual({ downloads: 2, newest: now - 40 * day });
  expect(await beyond(byCount)).toEqual({ downloads: 2, newest: now - 40 * day });
  expect(await beyond({ ...byAge, days: 900 })).toEqual({ downloads: 0, newest: null });
  expect(await shown(world)).toHaveLength(5);
});

test('a new rule holds at once, and again each day', async () => {
  const world = await oldHistory(null);
  await configure(world, byAge);
  await world.clock.advance(0);
  expect(await shown(world)).toEqual(['a', 'b', 'e']);
  await world.clock.advance(10 * day + lookAgainAfter);
  expect(await shown(world)).toEqual(['a', 'e']);
});

test('who undoes it wants no such rule', async () => {
  const world = await oldHistory(byAge);
  const [removal] = await removals(world);
  await world.app.handlers['jobs.takeBack']({ removalId: removal!.id });
  expect(await shown(world)).toEqual(['a', 'b', 'c', 'e', 'd']);
  expect(world.config.connections()[0]?.own?.keep).toBeNull();
  await world.clock.advance(3 * day);
  expect(await shown(world)).toHaveLength(5);
});

test('files go to the trash where that was chosen', async () => {
  const rule = { ...byAge, files: true };
  expect(keepRuleSchema.parse(rule)).toEqual(rule);
  const world = await oldHistory(rule);
  expect((await removals(world))[0]?.files).toBe(true);
});
