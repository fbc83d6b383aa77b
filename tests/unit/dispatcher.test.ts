import { expect, test } from 'vitest';
import { Dispatcher } from '../../src-main/core/dispatcher.ts';
import { preparedIdSchema } from '../../src-shared/job/job.ts';
import { isFinal } from '../../src-shared/job/job-states.ts';
import type { Job } from '../../src-shared/job/job.ts';
import { composeJob, silentServer } from '../fakes/compose-job.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';
import { FakeConfig } from '../fakes/fake-config.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';

const own = { rateLimit: null, filing: null, keep: null };

/** A dispatcher over a queue of these jobs, whose gates are open. A job that gets a slot becomes `asking`. */
function createDispatcher(queue: Job[]) {
  const clock = new FakeClock();
  const config = new FakeConfig();
  const store = new FakeJobStore();
  const touched: string[][] = [];
  const given: string[][] = [];
  const logged: string[] = [];
  const looked: string[][] = [];
  const world = {
    queue,
    rounds: 0,
    closed: new Set<string>(),
    nextLook: null as number | null,
    nextFolder: null as number | null,
    nextSpace: null as number | null,
    /** What a round takes, milliseconds. */
    takes: 0,
    fails: false,
    server: { ...silentServer, own: undefined } as typeof silentServer,
    checks: 0,
  };
  const jobs = {
    recover: () => {
      world.rounds += 1;
      if (world.fails) throw new Error('the disk is full');
    },
    all: () => world.queue,
    openConnections: () => world.queue.filter((job) => !isFinal(job)).map(({ connectionId }) => connectionId),
    dispatchAll: (ids: string[], event: unknown) => {
      expect(event).toEqual({ type: 'slotFree' });
      if (ids.length > 0) given.push(ids);
      world.queue = world.queue.map((job) =>
        ids.includes(job.id) ? { ...job, state: { is: 'asking', wish: 'go' } } : job,
      );
      return ids;
    },
  };
  const parts = {
    jobs,
    connections: {
      find: () => world.server,
      lookWhereDue: (ids: Set<string>) => void looked.push([...ids]),
      nextLook: () => world.nextLook,
    },
    folders: { checkWhereDue: () => void (world.checks += 1), nextCheck: () => world.nextFolder },
    space: { checkWhereDue: () => void (world.checks += 1), nextCheck: () => world.nextSpace },
    gates: {
      now: () => ({
        isClosed: ({ id }: Job) => world.closed.has(id),
        isKnown: () => true,
      }),
    },
  };
  let passed = 0;
  const slow = {
    now: () => clock.now(),
    // Called at the beginning of a round and at its end.
    monotonic: () => (passed += world.takes),
    sleep: clock.sleep.bind(clock),
  };
  const dispatcher = new Dispatcher(
    { clock: slow, config, store, log: { event: (event) => void logged.push(event) } },
    parts as unknown as ConstructorParameters<typeof Dispatcher>[1],
    (ids) => {
      if (ids.length > 0) touched.push(ids);
    },
  );
  return { clock, config, store, dispatcher, world, touched, given, logged, looked };
}

const queued = (id: string, more: Partial<Job> = {}): Job => composeJob({ id, ...more });

test('slots are given out at once, the others are told how many are before them, and only whom that concerns', async () => {
  const { dispatcher, config, touched, given } = createDispatcher(['a', 'b', 'c'].map((id) => queued(id)));
  config.saveSettings({ ...config.settings(), preparationSlotsPerConnection: 1 });
  dispatcher.start();
  await settle();
  expect(given).toEqual([['a']]);
  expect(['a', 'b', 'c'].map((id) => dispatcher.ahead(id))).toEqual([null, 0, 1]);
  expect(touched).toEqual([['b', 'c']]);
  dispatcher.wake();
  await settle();
  expect(touched).toHaveLength(1);
  dispatcher.stop();
});

test('who no longer waits for a slot, and who moves up, is shown anew', async () => {
  const { dispatcher, config, world, touched } = createDispatcher(['a', 'b', 'c'].map((id) => queued(id)));
  config.saveSettings({ ...config.settings(), preparationSlotsPerConnection: 1 });
  dispatcher.start();
  await settle();
  world.queue = world.queue.filter(({ id }) => id !== 'b');
  dispatcher.wake();
  await settle();
  expect(touched.at(-1)).toEqual(['c', 'b']);
  expect([dispatcher.ahead('b'), dispatcher.ahead('c')]).toEqual([null, 0]);
  dispatcher.stop();
});

test('a server’s own number of slots goes before the one for all', async () => {
  const three = ['a', 'b', 'c'].map((id) => queued(id));
  const { dispatcher, config, world, given } = createDispatcher(three);
  config.saveSettings({ ...config.settings(), preparationSlotsPerConnection: 1 });
  world.server = { ...silentServer, own: { ...own, preparationSlots: 2, transferSlots: null } };
  dispatcher.start();
  await settle();
  expect(given).toEqual([['a', 'b']]);
  dispatcher.stop();
  const prepared = preparedIdSchema.parse('p');
  const bytes = { source: { from: 'prepared', prepared }, counters: null, expiresAt: null } as const;
  const ready = ['a', 'b', 'c'].map((id) => queued(id, { state: { is: 'ready', ...bytes } }));
  const other = createDispatcher(ready);
  other.world.server = { ...silentServer, own: { ...own, preparationSlots: null, transferSlots: 1 } };
  other.dispatcher.start();
  await settle();
  expect(other.given[0]).toEqual(['a']);
  other.dispatcher.stop();
});

test('what a round changed is looked at in the next, until nothing changes', async () => {
  const { dispatcher, world } = createDispatcher([queued('a')]);
  let more = 3;
  const all = world.queue;
  Object.defineProperty(world, 'queue', {
    get: () => {
      if (more > 0) dispatcher.wake();
      more -= 1;
      return all.map((job) => ({ ...job, state: { is: 'cancelled' as const } }));
    },
    set: () => undefined,
  });
  dispatcher.start();
  await settle();
  expect(world.rounds).toBeGreaterThan(1);
  const { rounds } = world;
  await settle();
  expect(world.rounds).toBe(rounds);
  dispatcher.stop();
});

test('it wakes by itself for whatever is due next: a try, a look at a server, a folder, a disk', async () => {
  const { clock, dispatcher, world } = createDispatcher([]);
  const now = clock.now();
  const retry = { lastFailure: { kind: 'cut' }, attempt: 1 } as const;
  world.queue = [
    queued('late', { retryAt: now + 9_000, ...retry }),
    queued('soon', { retryAt: now + 4_000, ...retry }),
  ];
  world.nextLook = now + 3_000;
  world.nextFolder = now + 2_000;
  world.nextSpace = now + 1_000;
  dispatcher.start();
  await settle();
  const wakes: number[] = [];
  for (const due of ['nextSpace', 'nextFolder', 'nextLook'] as const) {
    wakes.push(clock.nextWake! - now);
    world[due] = null;
    await clock.advance(clock.nextWake! - clock.now());
  }
  wakes.push(clock.nextWake! - now);
  expect(wakes).toEqual([1_000, 2_000, 3_000, 4_000]);
  dispatcher.stop();
});

test('with nothing due it sleeps until something changes', async () => {
  const { clock, dispatcher, world } = createDispatcher([]);
  dispatcher.start();
  await settle();
  expect([world.rounds, clock.nextWake]).toEqual([1, null]);
  dispatcher.wake();
  await settle();
  expect(world.rounds).toBe(2);
  // Folders and disks are looked at with each round.
  expect(world.checks).toBe(4);
  dispatcher.stop();
});

test('servers are looked at that have something open or something to remove, and no others', async () => {
  const { dispatcher, store, looked } = createDispatcher([
    queued('open', { connectionId: 'open' }),
    queued('over', { connectionId: 'over', state: { is: 'cancelled' } }),
  ]);
  const prepared = preparedIdSchema.parse('p');
  const due = { how: 'delete', attempts: 0, dueAt: 0, createdAt: 0 } as const;
  store.saveCleanUp({ jobId: 'gone', connectionId: 'untidy', prepared, ...due });
  dispatcher.start();
  await settle();
  expect(looked).toEqual([['open', 'untidy']]);
  dispatcher.stop();
});

test('a round that can’t be saved is logged and tried again after five seconds, not before', async () => {
  const { clock, dispatcher, world, logged, given } = createDispatcher([queued('a')]);
  world.fails = true;
  dispatcher.start();
  await clock.advance(4_999);
  expect([world.rounds, logged]).toEqual([1, ['scheduling failed']]);
  world.fails = false;
  await clock.advance(1);
  expect(given).toEqual([['a']]);
  dispatcher.stop();
});

test('after a long round comes a rest of four times its length, however much changes', async () => {
  const { clock, dispatcher, world } = createDispatcher([]);
  world.takes = 50;
  dispatcher.start();
  await settle();
  for (let change = 0; change < 10; change += 1) dispatcher.wake();
  await clock.advance(199);
  expect(world.rounds).toBe(1);
  await clock.advance(1);
  expect(world.rounds).toBe(2);
  dispatcher.stop();
});

test('a short round needs no rest', async () => {
  const { clock, dispatcher, world } = createDispatcher([]);
  world.takes = 1;
  dispatcher.start();
  await settle();
  dispatcher.wake();
  await settle();
  expect([world.rounds, clock.nextWake]).toEqual([2, null]);
  dispatcher.stop();
});

test('after the end nothing is given out', async () => {
  const { dispatcher, world } = createDispatcher([]);
  dispatcher.start();
  await settle();
  dispatcher.stop();
  await settle();
  world.queue = [queued('a')];
  dispatcher.wake();
  await settle();
  expect(world.rounds).toBe(1);
});
