import { expect, test, vi } from 'vitest';
import { QueuePublisher } from '../../src-main/core/queue-publisher.ts';
import type { Log } from '../../src-main/core/ports.ts';
import { TaskChains } from '../../src-main/core/task-chains.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import type { JobView } from '../../src-shared/job/job-view.ts';
import { FakeClock, settle } from '../fakes/fake-clock.ts';
import { FakeJobStore } from '../fakes/fake-job-store.ts';
import { queued } from '../fakes/job-rows.ts';
import { createWorld, folder } from '../fakes/world.ts';

/** A store whose disk is full for a while: nothing can be read or written then. */
class FullStore extends FakeJobStore {
  isFull = false;
  /** The event in the timeline with whose saving it fills up. */
  fillsUpWith = '';

  override save(...rows: Parameters<FakeJobStore['save']>): void {
    this.#demandRoom();
    super.save(...rows);
    if (rows[1].some(({ event }) => event === this.fillsUpWith)) this.isFull = true;
  }

  override output(jobId: string): ReturnType<FakeJobStore['output']> {
    this.#demandRoom();
    return super.output(jobId);
  }

  override saveOutput(...row: Parameters<FakeJobStore['saveOutput']>): void {
    this.#demandRoom();
    super.saveOutput(...row);
  }

  #demandRoom(): void {
    if (this.isFull) throw new FailedError({ kind: 'list-unsaved' });
  }
}

test('a download that fails while the list can’t be kept either gives its slot back and is tried again', async () => {
  const store = new FullStore();
  const world = await createWorld({ store });
  world.server.document('doc-1', { name: 'a.bin', bytes: Buffer.alloc(300_000, 1) });
  const held = world.server.holdAt(100_000);
  const id = await world.ask('doc-1');
  await held.arrived;
  world.files.before = (operation) => {
    if (operation === 'write') throw new FailedError({ kind: 'folder-unavailable' });
  };
  store.isFull = true;
  held.release();
  await world.clock.advance(20_000);
  expect(world.logged).toContainEqual(
    expect.objectContaining({ event: 'saving failed', kind: 'list-unsaved' }),
  );
  store.isFull = false;
  world.files.before = () => {};
  await world.reach(id, 'saved');
  expect(world.files.read(folder, 'a.bin')).toHaveLength(300_000);
});

test('what a corrupt file left is never taken for good, though the list couldn’t be kept just then', async () => {
  const store = new FullStore();
  const world = await createWorld({ store });
  const document = world.server.document('doc-1', { name: 'a.bin', bytes: Buffer.alloc(300_000, 1) });
  world.server.tells([{ algorithm: 'md5', hex: '00' }]);
  store.fillsUpWith = 'corrupt';
  const id = await world.ask('doc-1');
  await world.clock.until(() => store.isFull);
  await world.clock.advance(7_000);
  world.server.tells([]);
  store.fillsUpWith = '';
  store.isFull = false;
  expect(await world.reach(id, 'saved')).toMatchObject({ corruptions: 1 });
  expect(
    world.server.calls.filter(({ method }) => method === 'fetchInto').map(({ resume }) => resume),
  ).toEqual([null, null]);
  expect(world.files.read(folder, 'a.bin')).toEqual(document.bytes);
});

test('a screen that fails at a change keeps no other from it, and no job from its work', async () => {
  const world = await createWorld();
  world.app.subscribe(() => {
    throw new Error('the window is gone');
  });
  const heard = vi.fn();
  world.app.subscribe(heard);
  world.server.document('doc-1', { name: 'a.bin' });
  const id = await world.ask('doc-1');
  await world.reach(id, 'saved');
  expect(heard).toHaveBeenCalledWith('history.changed', {});
  expect(world.logged).toContainEqual({
    event: 'history.changed was not told',
    kind: 'internal',
    detail: 'the window is gone',
  });
});

test('work that ends unexpectedly is told with its key, and the next for that key begins', async () => {
  const failures: unknown[] = [];
  const work = new TaskChains((key, thrown) => failures.push([key, thrown]));
  const fault = new Error('nobody thought of this');
  work.start('job-1', () => Promise.reject(fault));
  const next = vi.fn(async () => undefined);
  work.after('job-1', next);
  await work.settled();
  expect(failures).toEqual([['job-1', fault]]);
  expect(next).toHaveBeenCalledOnce();
  expect(work.isWanted('job-1')).toBe(false);
});

test('work that was stopped and says so is no failure', async () => {
  const failures: unknown[] = [];
  const work = new TaskChains((_key, thrown) => failures.push(thrown));
  work.start(
    'job-1',
    (signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      }),
  );
  await settle();
  work.stop('job-1');
  await work.settled();
  expect(failures).toEqual([]);
});

test('a row that can’t be shown costs no other row its news, and is tried again', async () => {
  const clock = new FakeClock();
  const logged: unknown[] = [];
  const log: Log = { event: (event, fields) => void logged.push({ event, jobId: fields?.jobId }) };
  const sent: { seq: number; ids: string[] }[] = [];
  let isBroken = true;
  const view = (id: string): JobView => {
    if (id === 'two' && isBroken) throw new Error('no such text');
    return queued({ id, name: id, now: 0 });
  };
  const stream = new QueuePublisher({ clock, log }, view, ({ seq, jobs }) =>
    sent.push({ seq, ids: jobs.map(({ id }) => id) }),
  );
  stream.touch(['one', 'two', 'three']);
  await clock.advance(200);
  expect(sent).toEqual([{ seq: 1, ids: ['one', 'three'] }]);
  expect(logged).toEqual([{ event: 'a row could not be shown', jobId: 'two' }]);
  stream.touch(['one']);
  await clock.advance(200);
  isBroken = false;
  await clock.advance(10_000);
  expect(sent.slice(1)).toEqual([{ seq: 2, ids: ['two'] }]);
  stream.stop();
});
