import { expect, test } from 'vitest';
import type { Connections } from '../../src-main/core/connections.ts';
import { ServerCleanup } from '../../src-main/core/server-cleanup.ts';
import type { PreparedId } from '../../src-shared/job/job.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';

test('a server that holds a removal for ever holds up none of another server', async () => {
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
  const done = Promise.withResolvers<void>();
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
        if (removed.length === 2) done.resolve();
      },
    }),
  } as unknown as Connections;
  const cleanup = new ServerCleanup({ store, clock, log: { event: () => undefined } }, connections);
  cleanup.start();
  await done.promise;
  expect(removed).toEqual(['c', 'd']);
  // Each server has one under way at a time.
  expect(asked).toEqual(['a', 'c', 'd']);
  await cleanup.stop();
  expect(store.cleanUps().map(({ prepared }) => prepared)).toEqual(['a', 'b']);
});
