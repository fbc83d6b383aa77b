import { describe, expect, test } from 'vitest';
import type { Connections } from '../../src-main/core/connections.ts';
import { ServerCleanup } from '../../src-main/core/server-cleanup.ts';
import type { CleanUp, RemoteStatus, ServerApi } from '../../src-main/core/ports.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { PreparedId } from '../../src-shared/job/job.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';

test('7 a server that holds a removal for ever holds up none of another server', async () => {
  const store = new FakeJobStore();
  const clock = new FakeClock();
  const stays = { how: 'delete' as const, attempts: 0, dueAt: 0, createdAt: clock.now() };
  for (const [connectionId, prepared] of [
    ['silent', 'a'],
    ['silent', 'b'],
    ['good', 'c'],
    ['good', 'd'],
  ] as const)
    store.saveCleanUp({ jobId: prepared, connectionId, prepared: prepared as PreparedId, ...stays });
  const removed: string[] = [];
  const asked: string[] = [];
  const connections = {
    find: (id: string) => ({ id }),
    mayGo: () => true,
    report: () => undefined,
    api: ({ id }: { id: string }) => ({
      cancel: async () => undefined,
      cleanUp: async (prepared: string, { signal }: { signal: AbortSignal }) => {
        asked.push(prepared);
        if (id === 'silent')
          await new Promise((_resolve, reject) =>
            signal.addEventListener('abort', () => reject(signal.reason as Error)),
          );
        removed.push(prepared);
      },
    }),
  } as unknown as Connections;
  const cleanup = new ServerCleanup({ store, clock, log: { event: () => undefined } }, connections);
  cleanup.start();
  await settle();
  expect(removed).toEqual(['c', 'd']);
  // Each server has one under way at a time.
  expect(asked).toEqual(['a', 'c', 'd']);
  await cleanup.stop();
  expect(store.cleanUps().map(({ prepared }) => prepared)).toEqual(['a', 'b']);
});

const counters = { filesDone: 1, filesTotal: 2, bytesDone: 3, bytesTotal: 4 };
const waiting: RemoteStatus = { is: 'waiting', counters, word: 'IN_PROGRESS' };

/** One thing to remove; the server does what `world` says, and what it is asked is in `asked`. */
function createCleanup(more: Partial<CleanUp> = {}) {
  const clock = new FakeClock();
  const store = new FakeJobStore();
  store.save([composeJob()], [], []);
  const asked: string[] = [];
  const reported: string[] = [];
  const logged: unknown[] = [];
  const world = {
    status: { is: 'cancelled', counters } as RemoteStatus,
    fails: null as Error | null,
    isOpen: true,
    isKnown: true,
    can: ['cancel', 'cleanUp'],
  };
  const call = (name: string) => async (): Promise<void> => {
    asked.push(name);
    if (world.fails) throw world.fails;
  };
  const api = (): ServerApi =>
    ({
      poll: async () => {
        asked.push('poll');
        return world.status;
      },
      ...(world.can.includes('cancel') && { cancel: call('cancel') }),
      ...(world.can.includes('cleanUp') && { cleanUp: call('cleanUp') }),
    }) as unknown as ServerApi;
  const connections = {
    find: (id: string) => (world.isKnown ? { id } : null),
    mayGo: () => world.isOpen,
    api,
    report: (_id: string, { kind }: { kind: string }) => void reported.push(kind),
  } as unknown as Connections;
  const log = { event: (event: string, fields?: object) => void logged.push({ event, ...fields }) };
  const cleanup = new ServerCleanup({ store, clock, log }, connections);
  const due: CleanUp = {
    ...{ jobId: 'job-1', connectionId: 'one', prepared: 'a' as PreparedId, how: 'delete', attempts: 0 },
    ...{ dueAt: clock.now(), createdAt: clock.now() },
    ...more,
  };
  store.saveCleanUp(due);
  const notes = () => store.log('job-1').map(({ event, detail }) => ({ event, detail }));
  return { cleanup, clock, store, world, asked, reported, logged, notes, due };
}

describe('what a job leaves on a server', () => {
  test('is deleted, and the timeline says so', async () => {
    const { cleanup, store, asked, notes } = createCleanup();
    cleanup.start();
    await settle();
    expect([asked, store.cleanUps()]).toEqual([['cleanUp'], []]);
    expect(notes()).toEqual([{ event: 'cleanedUp', detail: {} }]);
    await cleanup.stop();
  });

  test('is cancelled first where it may still be at work, and deleted once that has ended', async () => {
    const { cleanup, clock, store, world, asked, notes } = createCleanup({ how: 'cancel' });
    world.status = waiting;
    cleanup.start();
    await settle();
    expect(asked).toEqual(['cancel', 'poll']);
    expect(store.cleanUps()).toMatchObject([{ how: 'ending', dueAt: clock.now() + 500, attempts: 0 }]);
    await clock.advance(499);
    expect(asked).toHaveLength(2);
    world.status = { is: 'ready', counters, name: 'a.zip', expiresAt: null };
    await clock.advance(1);
    expect(asked).toEqual(['cancel', 'poll', 'poll', 'cleanUp']);
    expect(notes()).toEqual([
      { event: 'endedOnServer', detail: { status: 'ready', counters } },
      { event: 'cleanedUp', detail: {} },
    ]);
    await cleanup.stop();
  });

  test('is looked at less and less often while it ends, every 15 seconds at last, and deleted after ten minutes as it is', async () => {
    const { cleanup, clock, world, asked, notes } = createCleanup({ how: 'cancel' });
    world.status = waiting;
    const began = clock.now();
    const looks: number[] = [];
    const push = asked.push.bind(asked);
    asked.push = (name) => {
      if (name === 'poll') looks.push(clock.now() - began);
      return push(name);
    };
    cleanup.start();
    await clock.advance(599_999);
    expect(looks.slice(0, 4)).toEqual([0, 500, 1_000, 1_500]);
    const gaps = looks.map((at, index) => at - (looks[index - 1] ?? 0));
    expect(Math.max(...gaps)).toBe(15_000);
    expect(
      gaps[looks.findIndex((at) => at > 20_000)]! / looks[looks.findIndex((at) => at > 20_000) - 1]!,
    ).toBeCloseTo(0.25, 1);
    expect(asked).not.toContain('cleanUp');
    await clock.advance(20_000);
    expect(asked.at(-1)).toBe('cleanUp');
    expect(notes()[0]).toEqual({ event: 'endedOnServer', detail: { status: 'waiting', counters } });
    await cleanup.stop();
  });

  test('without a way to cancel or to delete is done with what there is', async () => {
    const noCancel = createCleanup({ how: 'cancel' });
    noCancel.world.can = ['cleanUp'];
    noCancel.cleanup.start();
    await settle();
    expect(noCancel.asked).toEqual(['cleanUp']);
    await noCancel.cleanup.stop();
    const nothing = createCleanup();
    nothing.world.can = [];
    nothing.cleanup.start();
    await settle();
    expect([nothing.asked, nothing.store.cleanUps(), nothing.notes()]).toEqual([[], [], []]);
    await nothing.cleanup.stop();
  });

  test('of a server that is gone, or that must have removed it itself by now, is left there, and the timeline says so', async () => {
    const gone = createCleanup();
    gone.world.isKnown = false;
    gone.world.isOpen = false;
    gone.cleanup.start();
    await settle();
    expect([gone.asked, gone.store.cleanUps(), gone.notes()]).toEqual([
      [],
      [],
      [{ event: 'leftOnServer', detail: {} }],
    ]);
    await gone.cleanup.stop();
    const now = new FakeClock().now();
    const old = createCleanup({ createdAt: now - 3 * 3_600_000 - 1 });
    old.cleanup.start();
    await settle();
    expect([old.asked, old.notes()]).toEqual([[], [{ event: 'leftOnServer', detail: {} }]]);
    await old.cleanup.stop();
    const young = createCleanup({ createdAt: now - 3 * 3_600_000 });
    young.cleanup.start();
    await settle();
    expect(young.asked).toEqual(['cleanUp']);
    await young.cleanup.stop();
  });

  test('that can’t be removed is tried again after 10 s, then ever later, and the timeline says it once', async () => {
    const { cleanup, clock, store, world, asked, reported, logged, notes } = createCleanup();
    world.fails = new FailedError({ kind: 'server-error' });
    cleanup.start();
    await settle();
    expect(store.cleanUps()).toMatchObject([{ attempts: 1, dueAt: clock.now() + 10_000 }]);
    await clock.advance(9_999);
    expect(asked).toHaveLength(1);
    await clock.advance(1);
    expect(asked).toHaveLength(2);
    expect(store.cleanUps()).toMatchObject([{ attempts: 2, dueAt: clock.now() + 20_000 }]);
    expect(reported).toEqual(['server-error', 'server-error']);
    expect(logged[0]).toEqual({
      event: 'clean-up failed',
      jobId: 'job-1',
      connectionId: 'one',
      kind: 'server-error',
    });
    expect(notes()).toEqual([{ event: 'cleanUpFailed', detail: { failure: { kind: 'server-error' } } }]);
    world.fails = null;
    await clock.advance(20_000);
    expect(store.cleanUps()).toEqual([]);
    await cleanup.stop();
  });

  test('waits while its server’s gate is shut, and goes as soon as it is told', async () => {
    const { cleanup, clock, world, asked } = createCleanup();
    world.isOpen = false;
    cleanup.start();
    await clock.advance(3_600_000);
    expect(asked).toEqual([]);
    world.isOpen = true;
    cleanup.wake();
    await settle();
    expect(asked).toEqual(['cleanUp']);
    await cleanup.stop();
  });

  test('42 is tried at once in a new run, whatever the last one had to wait for', async () => {
    const later = new FakeClock().now() + 600_000;
    const { cleanup, asked } = createCleanup({ attempts: 4, dueAt: later });
    cleanup.start();
    await settle();
    expect(asked).toEqual(['cleanUp']);
    await cleanup.stop();
  });
});

test('who waits until everything was tried waits for what can be tried, and not for what failed', async () => {
  const { cleanup, world } = createCleanup();
  const never = new AbortController().signal;
  world.fails = new FailedError({ kind: 'server-error' });
  let tried = false;
  const waiting = cleanup.attempted(never).then(() => (tried = true));
  await settle();
  expect(tried).toBe(false);
  cleanup.start();
  await waiting;
  world.isOpen = false;
  await cleanup.attempted(never);
  await cleanup.stop();
});

test('a list that can’t be read is logged and read again after five seconds, not before', async () => {
  const { cleanup, clock, store, asked, logged } = createCleanup();
  const read = store.cleanUps.bind(store);
  store.cleanUps = () => {
    throw new FailedError({ kind: 'list-unsaved' });
  };
  cleanup.start();
  await settle();
  expect(logged).toMatchObject([{ event: 'clean-ups failed', kind: 'list-unsaved' }]);
  store.cleanUps = read;
  cleanup.wake();
  await clock.advance(4_999);
  expect(asked).toEqual([]);
  await clock.advance(1);
  expect(asked).toEqual(['cleanUp']);
  await cleanup.stop();
});
