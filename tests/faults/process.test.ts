import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realDisk } from '../../src-main/adapters/files/disk.ts';
import type { DiskCall, PowerCut } from '../fakes/faulty-disk.ts';
import { createFaultWorld } from './fault-world.ts';
import { oneDocument, size } from './connection-harness.ts';
import { runCase } from './model/run-case.ts';
import { ModelServer } from './model/server.ts';
import { startRawAlfresco } from './raw-alfresco.ts';

const hour = 3_600_000;
const day = 24 * hour;

const lost: PowerCut = { bytes: 'lost', names: 'lost' };
const torn: PowerCut = { bytes: 'lost', names: 'kept' };

test.each<[DiskCall, number]>([
  ['open', 3],
  ['write', 1],
  ['write', 2],
  ['datasync', 1],
  ['datasync', 2],
  ['sync', 2],
  ['link', 1],
  ['unlink', 1],
  ['unlink', 2],
  ['sync', 4],
])('58 a power cut at a %s (%i) leaves no short file, and it goes on afterwards', async (call, nth) => {
  const alfresco = await startRawAlfresco();
  const server = new ModelServer(alfresco);
  let kills = 0;
  for (const when of ['before', 'after'] as const)
    for (const power of [lost, torn]) {
      const life = { kill: { at: 'disk' as const, call, nth, when }, power };
      const outcome = await runCase({ size: 2_500_000, answers: [], lives: [life] }, alfresco, server);
      expect(outcome.saved).toBe(2_500_000);
      kills += outcome.kills;
    }
  expect(kills).toBeGreaterThan(0);
});

test.each(['link', 'unlink'] as const)(
  '59 quitting while the file gets its name (%s) leaves it whole or not at all, and once after the next start',
  async (call) => {
    let reached = (): void => undefined;
    const isThere = new Promise<void>((resolve) => (reached = resolve));
    const gate = Promise.withResolvers<void>();
    const hold = async (): Promise<void> => {
      reached();
      await gate.promise;
    };
    const { alfresco, world } = await oneDocument({
      files: {
        link: async (from, to) => {
          if (call === 'link') await hold();
          await realDisk.link(from, to);
        },
        unlink: async (path) => {
          if (call === 'unlink' && path.endsWith('.part')) await hold();
          await realDisk.unlink(path);
        },
      },
    });
    const id = await world.ask('a');
    void world.reach(id, 'saved').catch(() => undefined);
    await isThere;
    const ending = world.end();
    gate.resolve();
    await ending;
    const next = await createFaultWorld(alfresco, { root: join(world.dataFolder, '..'), clock: world.clock });
    await next.reach(id, 'saved');
    expect([...next.files().keys()]).toEqual(['a.bin']);
    expect(alfresco.seen('content')).toHaveLength(1);
  },
);

test('59 quitting in the middle of the bytes keeps all that came', async () => {
  const { alfresco, world } = await oneDocument();
  alfresco.put('a', { content: { pattern: 7, size: 8_000_000 } });
  alfresco.scripts.next('content', (request) =>
    alfresco.serve('a', request, { cut: { before: 6_000_000, by: 'stall' } }),
  );
  const id = await world.ask('a');
  void world.reach(id, 'saved').catch(() => undefined);
  const bytes = (): number => statSync(world.part(id), { throwIfNoEntry: false })?.size ?? 0;
  await expect.poll(bytes, { timeout: 200_000 }).toBeGreaterThan(4_000_000);
  await world.end();
  const next = await createFaultWorld(alfresco, { root: join(world.dataFolder, '..'), clock: world.clock });
  const kept = next.durable(id);
  expect(kept).toBeGreaterThan(4_000_000);
  await next.reach(id, 'saved');
  expect(alfresco.ranges()).toEqual([undefined, `bytes=${kept}-7999999`]);
});

test('62 eight hours of sleep in the middle: dead connections are noticed, and it goes on where it was', async () => {
  const { alfresco, world } = await oneDocument({ timeouts: { socket: 300 } });
  alfresco.scripts.next('content', (request) => [
    ...alfresco.serve('a', request, { cut: { before: 150_000, by: 'stall' } }).slice(0, -1),
    // The machine falls asleep: nothing passes but the calendar, and the tickets of before are void.
    {
      passed: () => {
        alfresco.expireTickets();
        world.network.set(false);
        world.clock.set(8 * hour);
      },
    },
    { stall: true },
  ]);
  const id = await world.ask('a');
  await world.until(
    () => world.clock.now() > 1_790_000_000_000 + 7 * hour && world.job(id).lastFailure !== null,
  );
  world.app.resumed();
  await world.pass(60_000);
  expect(world.job(id)).toMatchObject({ attempt: 0 });
  expect((await world.row(id)).waitingFor).toMatchObject({ for: 'network' });
  world.network.set(true);
  await world.reach(id, 'saved');
  expect(alfresco.ranges()).toEqual([undefined, 'bytes=150000-299999']);
});

test('62 asleep while the server prepares: asked for once, and looked at soon after waking', async () => {
  const { alfresco, world } = await oneDocument();
  alfresco.folder('papers');
  alfresco.prepares = { content: { pattern: 7, size }, files: 1 };
  alfresco.scripts.always('poll', alfresco.status('prepared-1', 'IN_PROGRESS', [1, 2, 3, 4]));
  const id = await world.ask('papers');
  await world.reach(id, 'preparing');
  await world.pass(hour / 2);
  const before = alfresco.seen('poll').length;
  world.clock.set(8 * hour);
  world.app.resumed();
  await world.pass(60_000);
  const polls = alfresco.seen('poll').length - before;
  expect(polls).toBeGreaterThan(0);
  expect(polls).toBeLessThan(6);
  expect(alfresco.seen('create')).toHaveLength(1);
  expect(world.job(id).state.is).toBe('preparing');
});

test.each([
  ['a day ahead', day],
  ['a day back', -day],
  ['to the year 2100', Date.UTC(2100, 0, 1) - 1_790_000_000_000],
  ['an hour back, as in autumn', -hour],
  ['an hour ahead, as in spring', hour],
  ['two seconds back', -2_000],
])('63 a calendar that is set %s in the middle doesn’t change the pace', async (_, by) => {
  const { alfresco, world } = await oneDocument();
  let passed = (): void => undefined;
  const isHalf = new Promise<void>((resolve) => (passed = resolve));
  alfresco.scripts.next('content', (request) => [
    ...alfresco.serve('a', request, { cut: { before: 150_000, by: 'fin' } }).slice(0, -1),
    { passed },
    { close: 'fin' },
  ]);
  alfresco.scripts.next('content', [{ close: 'rst' }]);
  const id = await world.ask('a');
  await world.until(() => world.job(id).lastFailure !== null);
  await isHalf;
  world.clock.set(by);
  const started = world.clock.monotonic();
  const requests = alfresco.server.requests.length;
  await world.reach(id, 'saved');
  expect(world.clock.monotonic() - started).toBeLessThan(10 * 60_000);
  expect(alfresco.server.requests.length - requests).toBeLessThan(12);
});

test.each([
  ['a day back', -day],
  ['a day ahead', day],
])(
  '63 a server and a folder that are waited for are looked at in time although the calendar is set %s',
  async (_, by) => {
    const { alfresco, world } = await oneDocument();
    await alfresco.server.goAway();
    const id = await world.ask('a');
    await world.until(() => world.connectionStates.at(-1)?.is === 'unreachable');
    world.clock.set(by);
    await alfresco.server.comeBack();
    const started = world.clock.monotonic();
    await world.reach(id, 'ready', 'downloading', 'saved');
    expect(world.clock.monotonic() - started).toBeLessThan(10 * 60_000);
    await world.reach(id, 'saved');
    const away = await world.ask('a');
    rmSync(world.folder, { recursive: true });
    await world.until(() => world.job(away).lastFailure !== null);
    world.clock.set(by);
    const waited = world.clock.monotonic();
    await world.app.handlers['jobs.setFolder']({ jobId: away, folder: world.folder });
    await world.reach(away, 'saved');
    expect(world.clock.monotonic() - waited).toBeLessThan(10 * 60_000);
  },
);

test.each([0, 1])('64 a file of %i bytes is a file', async (length) => {
  const alfresco = await startRawAlfresco();
  alfresco.put('a', { content: { pattern: 3, size: length } });
  const world = await createFaultWorld(alfresco);
  await world.reach(await world.ask('a'), 'saved');
  expect(world.files().get('a.bin')).toHaveLength(length);
});
