import { describe, expect, test } from 'vitest';
import { checkedApi } from '../../src-main/adapters/servers/checked-api.ts';
import type { RemoteStatus } from '../../src-main/core/ports.ts';
import { FailedError, failureSchema, storable } from '../../src-shared/failures/failure.ts';
import type { Failure } from '../../src-shared/failures/failure.ts';
import { createFakeServer } from '../fakes/fake-server.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { createWorld } from '../fakes/world.ts';

const noCounters = { filesDone: null, filesTotal: null, bytesDone: null, bytesTotal: null };
const endless = 'x'.repeat(1001);
const { signal } = new AbortController();

describe('in the core, whatever an adapter lets through,', () => {
  test('a request’s answer that can’t be kept fails the job, and what was prepared is removed', async () => {
    const world = await createWorld();
    world.server.prepares({ name: endless });
    const id = await world.ask('folder-1');
    const { state } = await world.reach(id, 'failed');
    expect(state).toMatchObject({ failure: { kind: 'internal' }, resume: { step: 'queued' } });
    await world.clock.until(() => world.server.prepared.size === 0);
    expect(world.store.cleanUps()).toEqual([]);
    const told = world.store.log(id).find(({ event }) => event === 'unsavable');
    expect(told).toMatchObject({ from: 'asking', to: 'failed', detail: { failure: { kind: 'internal' } } });
  });

  test('a status that can’t be kept fails the job, and a cancel then leaves nothing on the server', async () => {
    const world = await createWorld();
    world.server.prepares({ bytes: await smallZip(1, 100) });
    world.server.always('poll', { is: 'ready', counters: noCounters, name: endless, expiresAt: null });
    const id = await world.ask('folder-1');
    await world.reach(id, 'failed');
    world.server.always('poll', null);
    await world.act(id, 'remove');
    await world.clock.until(() => world.server.prepared.size === 0);
  });

  test('an empty name is none: the job keeps the one that it has', async () => {
    const world = await createWorld();
    world.server.prepares({ bytes: await smallZip(1, 100) });
    world.server.next('poll', { is: 'ready', counters: noCounters, name: '', expiresAt: null });
    const id = await world.ask('folder-1');
    const { name } = await world.reach(id, 'ready', 'downloading', 'saved');
    expect(name).not.toBe('');
  });

  test('the parts of a selection with an endless name have names that fit', async () => {
    const world = await createWorld();
    for (const folder of ['one', 'two']) {
      world.server.document(`doc-${folder}`, { bytes: Buffer.alloc(600) });
      world.server.folder(folder, [`doc-${folder}`]);
    }
    const name = `${'x'.repeat(996)}.zip`;
    world.server.prepares({ name });
    world.server.next('poll', { is: 'tooLarge', limit: 1000, size: 1200 });
    const id = await world.ask('one', 'two');
    const { state } = await world.reach(id, 'split');
    expect(state).toMatchObject({ children: [expect.any(String), expect.any(String)] });
  });
});

describe('what an adapter hands over fits into rows', () => {
  const server = createFakeServer();
  const api = checkedApi(server.api, 'Alfresco');

  test('a long name is cut, and a blank one is none', async () => {
    const ready = (name: string): RemoteStatus => ({
      is: 'ready',
      counters: noCounters,
      name,
      expiresAt: null,
    });
    server.next('poll', ready(endless), ready(' '), ready(`${'x'.repeat(999)}\u{1f600}`));
    const names = [];
    for (let times = 0; times < 3; times += 1) {
      const status = await api.poll('p' as never, { signal });
      names.push(status.is === 'ready' ? status.name : undefined);
    }
    // No half character is left at the end.
    expect(names).toEqual(['x'.repeat(1000), null, 'x'.repeat(999)]);
  });

  test('an id that no row holds counts as a lost answer', async () => {
    server.next('create', { prepared: 'p'.repeat(201) as never, name: null });
    const error = await api
      .create({ kind: 'alfresco', nodeIds: ['a', 'b'] }, { signal })
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FailedError);
    expect(error).toMatchObject({ answerLost: true, failure: { kind: 'protocol' } });
  });

  test('a name that comes with the bytes is cut before anybody sees it', async () => {
    server.document('doc', { name: endless });
    const heads: (string | null)[] = [];
    const sink = {
      begin: async ({ name }: { name: string | null }) => void heads.push(name),
      write: async () => {},
    };
    await api.fetchInto(sink, { from: 'content', content: { documentId: 'doc', name: '' } }, null, {
      signal,
    });
    expect(heads).toEqual(['x'.repeat(1000)]);
  });
});

test('a failure is cut to what a row keeps, and numbers that are none are left out', () => {
  const cut = (failure: Failure): Failure => {
    const kept = storable(failure);
    expect(failureSchema.safeParse(kept).success).toBe(true);
    return kept;
  };
  expect(cut({ kind: 'cut', detail: 'x'.repeat(400), status: 502 })).toEqual({
    kind: 'cut',
    detail: 'x'.repeat(300),
    status: 502,
  });
  expect(
    cut({
      kind: 'protocol',
      detail: { name: 'failureDetails.answer.otherLength', values: { announced: Number.NaN, size: 5 } },
    }),
  ).toEqual({ kind: 'protocol' });
  expect(cut({ kind: 'no-space', limit: -1, size: 7 })).toEqual({ kind: 'no-space', size: 7 });
  const good: Failure = { kind: 'busy', retryAfter: 5 };
  expect(storable(good)).toBe(good);
});
