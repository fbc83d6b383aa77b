import { describe, expect, test } from 'vitest';
import { content, oneDocument, oneExport, size } from './connection-harness.ts';
import type { RawAlfresco } from './raw-alfresco.ts';
import type { RawBridge } from './raw-bridge.ts';
import type { HeaderLine, Step } from './wire.ts';
import { chunks, head, piece, serve } from './wire.ts';

const half = 150_000;
const rest = `bytes=${half}-${size - 1}`;
/** Bytes of no file: whatever they end up in is wrong. */
const wrong = { pattern: 99, size };
const cut = { before: half, by: 'fin' } as const;

/** The next transfer ends in the middle. */
const cutNext = (server: RawAlfresco | RawBridge): void =>
  'nodes' in server
    ? server.scripts.next('content', (request) => server.serve('a', request, { cut }))
    : server.scripts.next('object', (request) => server.serve('1', request, { cut }));

const part = (lines: HeaderLine[], length = size - half): Step[] => [
  head('206 Partial Content', [`Content-Length: ${length}`, ...lines]),
  piece(wrong, half, half + length),
];
const fits = `Content-Range: bytes ${half}-${size - 1}/${size}`;

/** A file of which the middle was reached, and then this came in place of the rest: it is fetched anew, and right. */
async function startsOverAfter(steps: Step[]): Promise<void> {
  const { alfresco, world } = await oneDocument();
  cutNext(alfresco);
  alfresco.scripts.next('content', steps);
  const id = await world.ask('a');
  await world.reach(id, 'saved');
  expect(alfresco.ranges()).toEqual([undefined, rest, undefined]);
  expect(world.timeline(id).map(({ event }) => event)).toContain('startedOver');

  const { bridge, world: another } = await oneExport();
  cutNext(bridge);
  bridge.scripts.next('object', steps);
  await another.reach(await another.askExport(), 'saved');
  expect(bridge.ranges()).toEqual([undefined, rest, undefined]);
}

describe('17 the whole file instead of the rest', () => {
  test('17 is not appended, be it the same file', async () => {
    await startsOverAfter(serve(content, undefined, { lines: ['ETag: "one"'] }));
  });

  test('17 or another one', async () => {
    const { bridge, world } = await oneExport();
    cutNext(bridge);
    const id = await world.askExport();
    await world.failureOf(id);
    bridge.put('1', { content: wrong, name: 'users.csv', etag: '"two"' });
    await world.reach(id, 'saved');
    expect(bridge.ranges()).toEqual([undefined, rest, undefined]);
  });
});

test.each([
  ['of another start', [`Content-Range: bytes ${half - 1}-${size - 2}/${size}`]],
  ['of another total', [`Content-Range: bytes ${half}-${size - 1}/${size + 1}`]],
  ['of an unknown total', [`Content-Range: bytes ${half}-${size - 1}/*`]],
  ['without its range', []],
  ['of items instead of bytes', [`Content-Range: items ${half}-${size - 1}/${size}`]],
  ['that ends before it starts', [`Content-Range: bytes ${size - 1}-${half}/${size}`]],
  ['that ends after the file', [`Content-Range: bytes ${half}-${size}/${size}`]],
  ['of two ranges', [fits, fits]],
  ['of a range that is none', ['Content-Range: bytes']],
])('18 a part %s is never appended', async (_how, lines) => {
  await startsOverAfter(part(['ETag: "one"', ...lines]));
});

test.each([
  ['another ETag', ['ETag: "two"']],
  ['a weak one', ['ETag: W/"one"']],
  ['none, where the first answer had one', []],
])('19 a part with %s is not appended without another proof', async (_how, lines) => {
  const { bridge, world } = await oneExport();
  cutNext(bridge);
  bridge.scripts.next('object', part([fits, ...lines]));
  await world.reach(await world.askExport(), 'saved');
  expect(bridge.ranges()).toEqual([undefined, rest, undefined]);
});

test('19 Alfresco’s parts have no ETag: the node that didn’t change is the proof', async () => {
  const { alfresco, world } = await oneDocument();
  cutNext(alfresco);
  const id = await world.ask('a');
  await world.reach(id, 'saved');
  expect(alfresco.ranges()).toEqual([undefined, rest]);

  cutNext(alfresco);
  const other = await world.ask('a');
  await world.failureOf(other);
  alfresco.put('a', { content: wrong, modifiedAt: '2026-09-22T10:00:00.000+0000' });
  await world.reach(other, 'saved');
  expect(alfresco.ranges().slice(2)).toEqual([undefined, undefined]);
});

describe('20 a storage that ignores If-Range after the file was swapped', () => {
  const swapped = { pattern: 8, size };

  test('20 is found out by its ETag', async () => {
    const { bridge, world } = await oneExport();
    cutNext(bridge);
    const id = await world.askExport();
    await world.failureOf(id);
    bridge.put('1', { content: swapped, name: 'users.csv', etag: '"two"' });
    bridge.scripts.next('object', (request) =>
      serve(swapped, request.header('range'), { lines: ['ETag: "two"'] }),
    );
    await world.reach(id, 'saved');
    expect(bridge.ranges()).toEqual([undefined, rest, undefined]);
  });

  test('20 is found out by its total, where the ETag lies', async () => {
    const { bridge, world } = await oneExport();
    cutNext(bridge);
    const id = await world.askExport();
    await world.failureOf(id);
    const longer = { pattern: 8, size: size + 1 };
    bridge.put('1', { content: longer, name: 'users.csv', etag: '"two"' });
    bridge.scripts.next('object', (request) =>
      serve(longer, request.header('range'), { lines: ['ETag: "one"'] }),
    );
    await world.reach(id, 'saved');
    expect(bridge.ranges()).toEqual([undefined, rest, undefined]);
  });
});

describe('21 a part that is shorter than asked for', () => {
  /** The bytes from the asked start on, at most so many. */
  const slice = (most: number) => (request: { header(name: string): string | undefined }) => {
    const start = Number(/^bytes=(\d+)-/.exec(request.header('range')!)![1]);
    const end = Math.min(size, start + most);
    return [
      head('206 Partial Content', [
        `Content-Length: ${end - start}`,
        `Content-Range: bytes ${start}-${end - 1}/${size}`,
        'ETag: "one"',
      ]),
      piece(content, start, end),
    ];
  };

  test('21 is kept, and the next is asked for at once', async () => {
    const { alfresco, world } = await oneDocument();
    cutNext(alfresco);
    alfresco.scripts.always('content', null);
    alfresco.scripts.next('content', slice(70_000), slice(70_000));
    const id = await world.ask('a');
    await world.reach(id, 'saved');
    expect(alfresco.ranges()).toEqual([undefined, rest, 'bytes=220000-299999', 'bytes=290000-299999']);
    expect(world.timeline(id).filter(({ event }) => event === 'failed')).toHaveLength(1);

    const { bridge, world: another } = await oneExport();
    cutNext(bridge);
    bridge.scripts.next('object', slice(70_000), slice(70_000));
    await another.reach(await another.askExport(), 'saved');
    expect(bridge.ranges()).toEqual([undefined, rest, 'bytes=220000-299999', 'bytes=290000-299999']);
  });

  test('21 of a byte at a time is given up, and what came is kept', async () => {
    const { alfresco, world } = await oneDocument();
    cutNext(alfresco);
    const id = await world.ask('a');
    await world.failureOf(id);
    alfresco.scripts.always('content', slice(1));
    await world.reach(id, 'failed');
    expect(alfresco.ranges().length).toBeLessThan(12);
    alfresco.scripts.always('content', null);
    await world.act(id, 'retry');
    await world.reach(id, 'saved');
    expect(alfresco.ranges().at(-1)).not.toBe(rest);
  });
});

test('22 several parts in one answer, for one that was asked for, are not taken', async () => {
  const body = `--x\r\nContent-Range: bytes ${half}-${size - 1}/${size}\r\n\r\nwrong\r\n--x--\r\n`;
  await startsOverAfter([
    head('206 Partial Content', [
      'Content-Type: multipart/byteranges; boundary=x',
      `Content-Length: ${body.length}`,
      'ETag: "one"',
    ]),
    { send: body },
  ]);
});

test('22 a part that nobody asked for is not taken for the file', async () => {
  const { alfresco, world } = await oneDocument();
  alfresco.scripts.next('content', part([fits]));
  await world.reach(await world.ask('a'), 'saved');
  const { bridge, world: another } = await oneExport();
  bridge.scripts.next('object', part([fits, 'ETag: "one"']));
  await another.reach(await another.askExport(), 'saved');
  for (const ranges of [alfresco.ranges(), bridge.ranges()]) expect(ranges).toEqual([undefined, undefined]);
});

test.each([
  ['the file’s own length', [`Content-Range: bytes */${size}`]],
  ['less', ['Content-Range: bytes */1000']],
  ['more', [`Content-Range: bytes */${size * 2}`]],
  ['nothing', []],
  ['what Alfresco sends', ['Content-Range: "*"']],
])('23 a range that is refused, with %s as the total, starts over', async (_what, lines) => {
  await startsOverAfter([head('416 Range Not Satisfiable', ['Content-Length: 0', ...lines])]);
});

test('23 of a file whose last byte is here already no range is asked for', async () => {
  const { alfresco, world } = await oneDocument();
  alfresco.scripts.next('content', [
    head('200 OK', ['Transfer-Encoding: chunked', `Content-Range: bytes 0-${size - 1}/${size}`]),
    ...chunks(content, 0, size),
    { close: 'fin' },
  ]);
  await world.reach(await world.ask('a'), 'saved');
  expect(alfresco.ranges()).toEqual([undefined]);
});

test('24 a precondition that fails starts over', async () => {
  await startsOverAfter([head('412 Precondition Failed', ['Content-Length: 0'])]);
});

test.each(['304 Not Modified', '204 No Content', '205 Reset Content'])(
  '24 “%s” in place of a file is a fault: asked again later, and nothing is written',
  async (status) => {
    const { alfresco, world } = await oneDocument();
    alfresco.scripts.next('content', [head(status, status.startsWith('205') ? ['Content-Length: 0'] : [])]);
    const id = await world.ask('a');
    expect(await world.failureOf(id)).toMatchObject({ kind: 'protocol' });
    expect(world.durable(id)).toBe(0);
    await world.reach(id, 'saved');
  },
);

test('24 “202 Accepted” in place of a file means that it isn’t ready yet: it is asked for until it is', async () => {
  const { bridge, world } = await oneExport();
  const later: Step[] = [head('202 Accepted', ['Content-Length: 0'])];
  bridge.scripts.next('file', ...Array<Step[]>(20).fill(later));
  const id = await world.askExport();
  await world.reach(id, 'saved', 'failed');
  expect(world.job(id).state.is).toBe('saved');
  expect(bridge.seen('file')).toHaveLength(21);
});
