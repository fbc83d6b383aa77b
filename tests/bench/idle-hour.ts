import type { JobStore } from '../../src-main/core/ports.ts';
import { composeJob } from '../fakes/compose-job.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';
import { createWorld } from '../fakes/world.ts';

/** What Ferry did in an hour of which nobody wanted anything. */
export interface Hour {
  /** Changes of its database. */
  writes: number;
  /** Requests to servers. */
  requests: number;
}

const writing = [
  'save',
  'saveOutput',
  'dropOutput',
  'saveCleanUp',
  'dropCleanUp',
  'appendLog',
  'saveContents',
  'remove',
];

/** A store that counts what is written to it. */
function counting(store: FakeJobStore): { store: FakeJobStore; count: () => number } {
  let writes = 0;
  const counted = new Proxy(store, {
    get: (target, name: keyof JobStore) => {
      const member = Reflect.get(target, name, target) as unknown;
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        if (writing.includes(name)) writes += 1;
        return Reflect.apply(member as (...all: unknown[]) => unknown, target, args);
      };
    },
  });
  return { store: counted, count: () => writes };
}

/**
 * The whole core for an hour of a fake clock, a minute after its start.
 *
 * @param waits a server prepares one thing all the time, and its counters stand still
 */
export async function hourOf(waits: boolean): Promise<Hour> {
  const inner = new FakeJobStore();
  inner.save(
    Array.from({ length: 200 }, (_one, index) =>
      composeJob({
        id: `paused-${index}`,
        order: index,
        state: { is: 'paused', resume: { step: 'queued' } },
      }),
    ),
    [],
    [],
  );
  const { store, count } = counting(inner);
  const world = await createWorld({ store });
  if (waits) {
    const counters = { filesDone: 1, filesTotal: 9, bytesDone: 1, bytesTotal: 9 };
    world.server.always('poll', { is: 'waiting', counters, word: 'IN_PROGRESS' });
    await world.ask('one', 'two');
  }
  await world.clock.advance(60_000);
  const before = { writes: count(), requests: world.server.calls.length };
  for (let minute = 0; minute < 60; minute += 1) await world.clock.advance(60_000);
  const hour = { writes: count() - before.writes, requests: world.server.calls.length - before.requests };
  await world.app.stop();
  return hour;
}
