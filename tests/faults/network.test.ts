import { expect, test } from 'vitest';
import { sentence } from '../../src-shared/failures/failure-words.ts';
import { createFaultWorld } from './fault-world.ts';
import { answerNames, content, oneDocument, oneExport, size } from './connection-harness.ts';
import { startRawAlfresco } from './raw-alfresco.ts';
import { startRawBridge } from './raw-bridge.ts';
import { chunks, head, lastChunk, page, piece } from './wire.ts';
import type { Step } from './wire.ts';
import { saying } from '../fakes/saying.ts';

const reset: Step[] = [{ close: 'rst' }];

test('1 a name that isn’t known, or not now, closes the gate, and no try is counted', async () => {
  const alfresco = await startRawAlfresco();
  answerNames('ENOTFOUND', 'EAI_AGAIN', ['127.0.0.1']);
  alfresco.host = 'records.invalid';
  alfresco.put('a', { content });
  const world = await createFaultWorld(alfresco);
  const id = await world.ask('a');
  await world.until(() => world.connectionStates.at(-1)?.is === 'unreachable');
  expect(world.job(id)).toMatchObject({ attempt: 0, state: { is: 'queued' } });
  await world.reach(id, 'saved');
  expect(world.connectionStates.map(({ is }) => is).filter((is, at, all) => is !== all[at - 1])).toEqual([
    'unknown',
    'unreachable',
    'ok',
  ]);
});

test('1 a storage whose name isn’t known costs the job a try, and the connection stays', async () => {
  const { bridge, world } = await oneExport({
    resolve: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })),
  });
  bridge.linksTo = 'http://storage.invalid';
  const id = await world.askExport();
  const failure = await world.failureOf(id);
  expect(failure).toMatchObject({
    kind: 'server-error',
    detail: saying('storage.invalid, where the server sent Ferry: the name is not known'),
  });
  bridge.linksTo = null;
  await world.reach(id, 'saved');
  expect(world.connectionStates.at(-1)).toMatchObject({ is: 'ok' });
});

test('1 while there is no network nothing is asked for, and no try is counted', async () => {
  const { alfresco, world } = await oneDocument();
  world.network.set(false);
  const id = await world.ask('a');
  await world.pass(24 * 3_600_000);
  expect(alfresco.server.requests).toEqual([]);
  expect((await world.row(id)).waitingFor).toMatchObject({ for: 'network' });
  expect(world.job(id)).toMatchObject({ attempt: 0, lastFailure: null });
  world.network.set(true);
  await world.reach(id, 'saved');
});

test('2 a server that is down keeps its jobs waiting while those of another go on', async () => {
  const { alfresco } = await oneDocument();
  const beside = await startRawBridge();
  const world = await createFaultWorld(beside, { beside: alfresco });
  beside.prepares = { content, name: 'users.csv', etag: '"one"' };
  await alfresco.server.goAway();
  const waiting = await world.askBeside('a');
  const going = await world.askExport();
  await world.reach(going, 'saved');
  await world.pass(30 * 60_000);
  expect(world.job(waiting)).toMatchObject({ attempt: 0, state: { is: 'queued' } });
  await alfresco.server.comeBack();
  await world.reach(waiting, 'saved');
});

test('2 a storage that is down costs the job tries, and the connection stays', async () => {
  const { bridge, world } = await oneExport();
  await bridge.storage.goAway();
  const id = await world.askExport();
  expect(await world.failureOf(id)).toMatchObject({
    kind: 'server-error',
    detail: saying(/nothing answers on that port/),
  });
  await bridge.storage.comeBack();
  await world.reach(id, 'saved');
});

test('3 a reset before the headers of anything but a request to prepare is tried again', async () => {
  const { alfresco, world } = await oneDocument();
  alfresco.scripts.next('discovery', reset);
  alfresco.scripts.next('signIn', reset);
  alfresco.scripts.next('node', reset);
  alfresco.scripts.next('content', reset, reset);
  const id = await world.ask('a');
  await world.reach(id, 'saved');
  expect(alfresco.ranges()).toEqual([undefined, undefined, undefined]);
});

test.each(['fin', 'rst'] as const)(
  '4 a connection that ends (%s) at byte 0, 1, in the middle or before the last goes on at what is on the disk',
  async (by) => {
    const { alfresco, world } = await oneDocument();
    for (const before of [0, 1, 150_000, size - 1]) {
      const name = `cut-${before}`;
      alfresco.put(name, { content });
      alfresco.scripts.next('content', (request) => alfresco.serve(name, request, { cut: { before, by } }));
      const seen = alfresco.ranges().length;
      await world.reach(await world.ask(name), 'saved');
      const [first, second, ...more] = alfresco.ranges().slice(seen);
      expect([first, more]).toEqual([undefined, []]);
      const start = Number(/^bytes=(\d+)-299999$/.exec(second ?? 'bytes=0-299999')![1]);
      expect(start).toBeLessThanOrEqual(before);
      if (by === 'fin') expect(start).toBe(before);
    }
    expect(world.files().size).toBe(4);
  },
);

test('4 a connection that ends around a checkpoint leaves what was fetched before it', async () => {
  const checkpoint = 64 * 1024 * 1024;
  const large = { pattern: 3, size: checkpoint + 1000 };
  const { alfresco, world } = await oneDocument();
  alfresco.put('large', { content: large });
  for (const before of [checkpoint - 1, checkpoint + 1])
    alfresco.scripts.next('content', (request) =>
      alfresco.serve('large', request, { cut: { before, by: 'rst' } }),
    );
  const id = await world.ask('large');
  await world.reach(id, 'saved');
  const starts = alfresco.ranges().map((range) => Number(/^bytes=(\d+)-/.exec(range ?? 'bytes=0-')![1]));
  expect(starts[0]).toBe(0);
  expect(starts[1]).toBeGreaterThan(0);
  expect(starts).toEqual([...starts].sort((one, other) => one - other));
});

test('5 a chunked body without its last chunk is not whole: it goes on where its length was told', async () => {
  const { alfresco, world } = await oneDocument();
  const chunked = ['Transfer-Encoding: chunked'];
  const told = [...chunked, `Content-Range: bytes 0-${size - 1}/${size}`];
  const half = chunks(content, 0, 150_000);
  alfresco.scripts.next('content', [head('200 OK', chunked), ...half, { close: 'fin' }]);
  alfresco.scripts.next('content', [head('200 OK', told), ...half, { close: 'fin' }]);
  await world.reach(await world.ask('a'), 'saved');
  expect(alfresco.ranges()).toEqual([undefined, undefined, 'bytes=150000-299999']);
});

test('5 one that ends properly but early isn’t the file’s beginning: it is fetched from the start', async () => {
  const { alfresco, world } = await oneDocument();
  const other = { pattern: 99, size: 1000 };
  alfresco.scripts.next('content', [
    head('200 OK', ['Transfer-Encoding: chunked']),
    ...chunks(other, 0, 1000),
    lastChunk,
  ]);
  await world.reach(await world.ask('a'), 'saved');
  expect(alfresco.ranges()).toEqual([undefined, undefined]);
});

test.each(['fin', 'rst'] as const)(
  '6 a body that only ends with its connection (%s) is never taken for whole without a length from elsewhere',
  async (by) => {
    const { bridge, world } = await oneExport();
    const cut = [head('200 OK', ['ETag: "one"']), piece(content, 0, 150_000), { close: by }] as Step[];
    bridge.scripts.always('object', cut);
    const id = await world.askExport();
    await world.reach(id, 'failed');
    expect(world.files().size).toBe(0);
    bridge.scripts.always('object', null);
    await world.act(id, 'retry');
    await world.reach(id, 'saved');
    expect(bridge.ranges().every((range) => range === undefined)).toBe(true);
  },
);

test('6 where the server told the size, such a body is whole with its last byte', async () => {
  const { alfresco, world } = await oneDocument();
  alfresco.scripts.next('content', [head('200 OK'), piece(content, 0, 150_000), { close: 'fin' }]);
  alfresco.scripts.next('content', [head('200 OK'), piece(content, 0, size), { close: 'fin' }]);
  await world.reach(await world.ask('a'), 'saved');
  expect(alfresco.ranges()).toEqual([undefined, undefined]);
});

test('7 a body that falls silent is ended, and goes on where it was', async () => {
  const { alfresco, world } = await oneDocument({ timeouts: { socket: 300 } });
  alfresco.scripts.next('content', (request) =>
    alfresco.serve('a', request, { cut: { before: 150_000, by: 'stall' } }),
  );
  await world.reach(await world.ask('a'), 'saved');
  expect(alfresco.ranges().slice(0, 2)).toEqual([undefined, 'bytes=150000-299999']);
});

test('7 words that never end, blank by blank, are waited for only so long', async () => {
  const { bridge, world } = await oneExport({ timeouts: { exchange: 300 } });
  const drips = [head('200 OK', ['Content-Type: application/json']), { send: '{' }, { drip: 5 }] as Step[];
  bridge.scripts.next('poll', drips);
  const id = await world.askExport();
  expect(await world.failureOf(id)).toMatchObject({ kind: 'cut' });
  await world.reach(id, 'saved');
});

test('7 nor are those with which a file is refused', async () => {
  const { bridge, world } = await oneExport({ timeouts: { exchange: 300 } });
  const drips = [
    head('403 Forbidden', ['Content-Type: application/xml']),
    { send: '<' },
    { drip: 5 },
  ] as Step[];
  for (const kind of ['file', 'object'] as const) bridge.scripts.next(kind, drips);
  await world.reach(await world.askExport(), 'saved');

  const { alfresco, world: another } = await oneDocument({ timeouts: { exchange: 300 } });
  alfresco.scripts.next('content', drips);
  await another.reach(await another.ask('a'), 'saved');
});

test('7 a body that only drips is ended, too', async () => {
  const { alfresco, world } = await oneDocument({
    timeouts: { slowest: { bytes: 1024, milliseconds: 200 } },
  });
  const drip = [
    head('200 OK', [`Content-Length: ${size}`]),
    piece(content, 0, 150_000),
    { drip: 5 },
  ] as Step[];
  alfresco.scripts.next('content', drip);
  const id = await world.ask('a');
  expect(await world.failureOf(id)).toMatchObject({ kind: 'cut' });
  // The drips are no bytes of the file: they are thrown away with it.
  alfresco.put('a', { content, modifiedAt: '2026-09-22T10:00:00.000+0000' });
  await world.reach(id, 'saved');
});

test('9 a file of which every transfer is cut after 64 KiB gets whole all the same', async () => {
  const { alfresco, world } = await oneDocument();
  const large = { pattern: 5, size: 2_000_000 };
  alfresco.put('large', { content: large });
  alfresco.scripts.always('content', (request) => {
    const start = Number(/^bytes=(\d+)-/.exec(request.header('range') ?? 'bytes=0-')![1]);
    return alfresco.serve('large', request, { cut: { before: start + 65_536, by: 'fin' } });
  });
  const id = await world.ask('large');
  await world.reach(id, 'saved', 'failed');
  expect(world.job(id).state.is).toBe('saved');
});

test('9 one that starts from nothing each time, and gets no further, is given up in the end', async () => {
  const { bridge, world } = await oneExport();
  bridge.prepares = { content, name: 'users.csv', etag: null };
  bridge.scripts.always('object', (request) =>
    bridge.serve('1', request, { cut: { before: 150_000, by: 'fin' } }),
  );
  const id = await world.askExport();
  await world.reach(id, 'failed');
  expect(bridge.ranges().length).toBeLessThan(12);
  bridge.scripts.always('object', null);
  await world.act(id, 'retry');
  await world.reach(id, 'saved');
});

test('10 a network that goes away in the middle and comes back as another costs no try', async () => {
  const { alfresco, world } = await oneDocument();
  alfresco.scripts.next('content', (request) => {
    world.network.set(false);
    return alfresco.serve('a', request, { cut: { before: 150_000, by: 'rst' } });
  });
  const id = await world.ask('a');
  await world.until(() => world.durable(id) > 0);
  const asked = alfresco.server.requests.length;
  await world.pass(3_600_000);
  expect(world.job(id).attempt).toBe(0);
  expect((await world.row(id)).waitingFor).toMatchObject({ for: 'network' });
  expect(alfresco.server.requests).toHaveLength(asked);
  world.network.set(true);
  await world.reach(id, 'saved');
  expect(alfresco.ranges()).toHaveLength(2);
});

test('10 a network’s sign-in page in place of everything closes the gate and opens it again', async () => {
  const { alfresco, world } = await oneDocument();
  for (const kind of ['signIn', 'discovery', 'person', 'node', 'content'] as const)
    alfresco.scripts.always(kind, page());
  const id = await world.ask('a');
  await world.until(() => world.connectionStates.at(-1)?.is === 'unreachable');
  expect(world.connectionStates.at(-1)).toMatchObject({
    failure: { detail: saying(/a web page answers/) },
  });
  for (const kind of ['signIn', 'discovery', 'person', 'node', 'content'] as const)
    alfresco.scripts.always(kind, null);
  await world.reach(id, 'saved');
});

test.each([
  ['as what it is', page()],
  ['as the file', page('200 OK', ['Content-Disposition: attachment; filename="a.bin"'])],
])('10 a sign-in page that comes in place of a file, %s, is never written', async (_how, steps) => {
  const { alfresco, world } = await oneDocument();
  alfresco.scripts.next('content', steps);
  const id = await world.ask('a');
  const failure = await world.failureOf(id);
  expect(failure.kind).toBe('web-page');
  expect(sentence(failure)).toContain('sign in');
  expect(world.durable(id)).toBe(0);
  await world.reach(id, 'saved');
});
