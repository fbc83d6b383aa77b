import { expect, test } from 'vitest';
import { createWorld } from '../fakes/world.ts';

test('a priority that is changed while bytes come counts for them at once', async () => {
  const world = await createWorld();
  world.config.saveSettings({ ...world.config.settings(), rateLimit: 100_000 });
  const ids: string[] = [];
  for (const name of ['one', 'two']) {
    world.server.document(name, { name: `${name}.bin`, bytes: Buffer.alloc(4_000_000, 1) });
    ids.push(await world.ask(name));
  }
  const [one, two] = ids as [string, string];
  const came = async (id: string): Promise<number> => {
    const { progress } = await world.app.handlers['queue.snapshot']({});
    const found = progress.find(({ jobId }) => jobId === id);
    return found?.phase === 'downloading' ? found.bytes : 0;
  };
  await world.reach(two, 'downloading');
  await world.clock.advance(5_000);
  const before = { one: await came(one), two: await came(two) };
  expect(before.one / before.two).toBeCloseTo(1, 0);
  await world.app.handlers['jobs.setPriority']({ jobIds: [one], priority: 'high' });
  await world.app.handlers['jobs.setPriority']({ jobIds: [two], priority: 'low' });
  await world.clock.advance(20_000);
  expect(((await came(one)) - before.one) / ((await came(two)) - before.two)).toBeGreaterThan(3);
});
