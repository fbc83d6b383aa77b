import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { seededBytes } from '../fakes/seeded-bytes.ts';
import { createFaultWorld } from './fault-world.ts';
import { content, oneExport, size } from './connection-harness.ts';
import { startRawAlfresco } from './raw-alfresco.ts';
import { bytesOf, chunks, head, lastChunk, page, piece } from './wire.ts';
import type { Serving, Step } from './wire.ts';

const chunked = 'Transfer-Encoding: chunked';
const rest = `bytes=150000-${size - 1}`;

/** An Alfresco with these bytes as the document `a`, whose next answer is as given: lines besides, or all of it. */
async function documentOf(
  bytes: Uint8Array,
  answer: { lines: string[]; cut?: Serving['cut'] } | Step[],
  more: { name?: string; mimeType?: string } = {},
) {
  const alfresco = await startRawAlfresco();
  alfresco.put('a', { content: { bytes }, ...more });
  alfresco.scripts.next('content', (request) =>
    Array.isArray(answer) ? answer : alfresco.serve('a', request, answer),
  );
  return { alfresco, world: await createFaultWorld(alfresco) };
}

describe('25 a coding that the bytes don’t have', () => {
  test.each(['aws-chunked', 'UTF-8', 'binary', 'aws-chunked, identity'])(
    '25 (%s) is none: the file stays as it is, and goes on after a cut',
    async (word) => {
      const { bridge, world } = await oneExport();
      const lines = [`Content-Encoding: ${word}`];
      const cut = { before: 150_000, by: 'fin' } as const;
      bridge.scripts.next('object', (request) => bridge.serve('1', request, { lines, cut }));
      bridge.scripts.next('object', (request) => bridge.serve('1', request, { lines }));
      await world.reach(await world.askExport(), 'saved');
      expect(bridge.ranges()).toEqual([undefined, rest]);
    },
  );

  test('25 (gzip) is none where the bytes aren’t gzip', async () => {
    const { bridge, world } = await oneExport();
    bridge.scripts.next('object', (request) =>
      bridge.serve('1', request, { lines: ['Content-Encoding: gzip'] }),
    );
    await world.reach(await world.askExport(), 'saved');
    expect(bridge.ranges()).toEqual([undefined]);
  });

  test('25 beside gzip (aws-chunked,gzip) leaves the gzip to be unpacked', async () => {
    const zipped = gzipSync(bytesOf(content));
    const { bridge, world } = await oneExport();
    bridge.scripts.next('object', [
      head('200 OK', [`Content-Length: ${zipped.length}`, 'Content-Encoding: aws-chunked,gzip']),
      { bytes: zipped },
    ]);
    await world.reach(await world.askExport(), 'saved');
    expect(bridge.ranges()).toEqual([undefined]);
  });

  test('25 in whose chunks the bytes still lie is a fault, and nothing of them is saved', async () => {
    const { bridge, world } = await oneExport();
    const framed = `493e0;chunk-signature=${'0'.repeat(64)}\r\n`;
    bridge.scripts.next('object', [
      head('200 OK', ['Content-Length: 300087', 'Content-Encoding: aws-chunked']),
      { send: framed },
      piece(content, 0, size),
    ]);
    const id = await world.askExport();
    expect(await world.failureOf(id)).toMatchObject({ kind: 'protocol' });
    await world.reach(id, 'saved');
  });
});

describe('25 a file that is gzip itself, and is labelled as if it came coded', () => {
  const archive = gzipSync(seededBytes(3, 200_000));
  const label = ['Content-Encoding: gzip'];

  test.each([
    ['by its name', archive, { name: 'backup.tar.gz' }],
    ['by its type', archive, { mimeType: 'application/gzip' }],
    ['by nothing but its length', archive, {}],
    ['by nothing but its length, and is short', gzipSync(seededBytes(4, 1000)), {}],
  ])('25 is saved unchanged where Alfresco tells it %s', async (_how, bytes, more) => {
    const { alfresco, world } = await documentOf(bytes, { lines: label }, more);
    await world.reach(await world.ask('a'), 'saved');
    expect(alfresco.ranges()).toEqual([undefined]);
  });

  test('25 goes on after a cut, as its length is the document’s', async () => {
    const cut = { before: 150_000, by: 'fin' } as const;
    const { alfresco, world } = await documentOf(archive, { lines: label, cut });
    alfresco.scripts.next('content', (request) => alfresco.serve('a', request, { lines: label }));
    await world.reach(await world.ask('a'), 'saved');
    expect(alfresco.ranges()).toEqual([undefined, `bytes=150000-${archive.length - 1}`]);
  });

  const zipped = (bytes: Uint8Array): Step[] => {
    const sent = gzipSync(bytes);
    return [head('200 OK', [`Content-Length: ${sent.length}`, ...label]), { bytes: sent }];
  };

  test('25 is unpacked where it came coded once more, and its length says so', async () => {
    const { alfresco, world } = await documentOf(archive, zipped(archive), { name: 'backup.tar.gz' });
    await world.reach(await world.ask('a'), 'saved');
    expect(alfresco.ranges()).toEqual([undefined]);
  });

  test('25 of the very length that it unpacks to is a coded text, not a coded file', async () => {
    // Some text becomes as long again: which of the two it is only its length, unpacked, can tell.
    const texts = Array.from({ length: 200 }, (_, at) =>
      Buffer.from(
        Buffer.from(seededBytes(at, 20)).toString('hex') + 'again '.repeat(9).slice(0, 20 + (at % 20)),
      ),
    );
    const same = texts.find((bytes) => gzipSync(bytes).length === bytes.length)!;
    const { alfresco, world } = await documentOf(same, zipped(same));
    await world.reach(await world.ask('a'), 'saved');
    expect(alfresco.ranges()).toEqual([undefined]);
  });

  test.each([
    ['as it is', archive, archive],
    ['coded once more', archive, gzipSync(archive)],
  ])('25 is saved unchanged where a storage sends it %s', async (_how, bytes, sent) => {
    const { bridge, world } = await oneExport();
    bridge.prepares = { content: { bytes }, name: 'users.csv.gz', etag: '"one"' };
    bridge.scripts.next('object', [
      head('200 OK', [
        `Content-Length: ${sent.length}`,
        'Content-Disposition: attachment; filename="users.csv.gz"',
        ...label,
      ]),
      { bytes: sent },
    ]);
    await world.reach(await world.askExport(), 'saved');
    expect(bridge.ranges()).toEqual([undefined]);
  });
});

describe('25 a gzip of a Bridge after a cut', () => {
  const archive = gzipSync(seededBytes(3, 200_000));
  const label = ['Content-Encoding: gzip'];
  const cut = { before: 150_000, by: 'fin' } as const;
  const rests = `bytes=150000-${archive.length - 1}`;

  /** A Bridge whose export is a gzip itself, and comes cut at first. */
  async function cutGzip(lines: string[]) {
    const { bridge, world } = await oneExport();
    bridge.prepares = { content: { bytes: archive }, name: 'users.csv.gz', etag: '"one"' };
    bridge.scripts.next('object', (request) => bridge.serve('1', request, { lines, cut }));
    return { bridge, world };
  }

  test.each([
    ['labelled as coded', label, label],
    ['labelled so at first', label, []],
    ['labelled so in the end', [], label],
    ['not labelled', [], []],
  ])('25 that is the file, %s, goes on at its byte', async (_how, first, second) => {
    const { bridge, world } = await cutGzip(first);
    bridge.scripts.next('object', (request) => bridge.serve('1', request, { lines: second }));
    await world.reach(await world.askExport(), 'saved');
    expect(bridge.ranges()).toEqual([undefined, rests]);
  });

  test('25 that is the file, whose rest is coded on its way, starts over', async () => {
    const { bridge, world } = await cutGzip([]);
    const sent = gzipSync(archive.subarray(150_000));
    bridge.scripts.next('object', [
      head('206 Partial Content', [
        ...['Transfer-Encoding: chunked', 'ETag: "one"', ...label],
        `Content-Range: bytes 150000-${archive.length - 1}/${archive.length}`,
        'Content-Disposition: attachment; filename="users.csv.gz"',
      ]),
      ...chunks({ bytes: sent }, 0, sent.length),
      lastChunk,
    ]);
    await world.reach(await world.askExport(), 'saved');
    expect(bridge.ranges()).toEqual([undefined, rests, undefined]);
  });

  test('25 that holds the file starts over, as its bytes are others', async () => {
    const { bridge, world } = await oneExport();
    const sent = gzipSync(bytesOf(content));
    const serve = (end: number, more: Step[]): Step[] => [
      head('200 OK', [`Content-Length: ${sent.length}`, 'ETag: "one"', ...label]),
      { bytes: sent.subarray(0, end) },
      ...more,
    ];
    bridge.scripts.next('object', serve(150_000, [{ close: 'fin' }]), serve(sent.length, []));
    await world.reach(await world.askExport(), 'saved');
    expect(bridge.ranges()).toEqual([undefined, undefined]);
  });
});

describe('5 a body of which no length was told', () => {
  const whole = [...chunks(content, 0, size), lastChunk];

  test('5 is whole with its last chunk', async () => {
    const { bridge, world } = await oneExport();
    bridge.scripts.next('object', [head('200 OK', [chunked]), ...whole]);
    await world.reach(await world.askExport(), 'saved');
    expect(bridge.ranges()).toEqual([undefined]);
  });

  test('5 is whole with the end of its gzip, in chunks or not', async () => {
    const zipped = { bytes: gzipSync(bytesOf(content)) };
    const { bridge, world } = await oneExport();
    const label = 'Content-Encoding: gzip';
    for (const steps of [
      [head('200 OK', [chunked, label]), ...chunks(zipped, 0, zipped.bytes.length), lastChunk],
      [head('200 OK', [label]), zipped, { close: 'fin' }],
    ] as Step[][]) {
      bridge.scripts.next('object', steps);
      await world.reach(await world.askExport(), 'saved');
    }
    expect(bridge.ranges()).toEqual([undefined, undefined]);
  });

  test.each([
    ['without its last chunk', [head('200 OK', [chunked]), ...chunks(content, 0, size), { close: 'fin' }]],
    [
      'whose gzip lacks its end',
      [
        head('200 OK', ['Content-Encoding: gzip']),
        { bytes: gzipSync(bytesOf(content)).subarray(0, -1) },
        { close: 'fin' },
      ],
    ],
    ['that ends with its connection', [head('200 OK'), piece(content, 0, size), { close: 'fin' }]],
  ] as [string, Step[]][])('5 %s is never taken for whole', async (_how, steps) => {
    const { bridge, world } = await oneExport();
    bridge.scripts.always('object', steps);
    await world.reach(await world.askExport(), 'failed');
    expect(world.files().size).toBe(0);
  });
});

test('22 a part that is all of the file is the file, though nobody asked for a part', async () => {
  const all = [`Content-Range: bytes 0-${size - 1}/${size}`, `Content-Length: ${size}`, 'ETag: "one"'];
  const steps = [head('206 Partial Content', all), piece(content, 0, size)];
  const { bridge, world } = await oneExport();
  bridge.scripts.always('object', steps);
  await world.reach(await world.askExport(), 'saved');
  expect(bridge.ranges()).toEqual([undefined]);

  const { alfresco, world: another } = await documentOf(bytesOf(content), steps);
  await another.reach(await another.ask('a'), 'saved');
  expect(alfresco.ranges()).toEqual([undefined]);
});

describe('30 a file that is labelled as a web page', () => {
  const named = 'Content-Disposition: attachment; filename="users.csv"';
  const answer = (lines: string[]): Step[] => [
    head('200 OK', [`Content-Length: ${size}`, 'Content-Type: text/html;charset=utf-8', ...lines]),
    piece(content, 0, size),
  ];

  test('30 and comes with its name is judged by its bytes', async () => {
    const { bridge, world } = await oneExport();
    bridge.scripts.next('object', answer([named]));
    await world.reach(await world.askExport(), 'saved');
    expect(bridge.ranges()).toEqual([undefined]);

    for (const steps of [
      answer([named]),
      [head('200 OK', ['Content-Type: text/html', chunked, named]), ...chunks(content, 0, size), lastChunk],
    ]) {
      const { alfresco, world: another } = await documentOf(bytesOf(content), steps);
      await another.reach(await another.ask('a'), 'saved');
      expect(alfresco.ranges()).toEqual([undefined]);
    }
  });

  test.each([
    ['without a name', []],
    ['with the file’s name', [named]],
  ])('30 and is one (%s) is not taken', async (_how, lines) => {
    const { bridge, world } = await oneExport();
    bridge.scripts.next('object', page('200 OK', lines));
    const id = await world.askExport();
    expect(await world.failureOf(id)).toMatchObject({ kind: 'web-page' });
    expect(world.durable(id)).toBe(0);
    await world.reach(id, 'saved');

    const web = Buffer.from('<!DOCTYPE html><title>Sign in</title>'.padEnd(5000, 'x'));
    const { world: another } = await documentOf(Buffer.alloc(5000, 1), [
      head('200 OK', ['Content-Length: 5000', 'Content-Type: text/html', ...lines]),
      { bytes: web },
    ]);
    const second = await another.ask('a');
    expect(await another.failureOf(second)).toMatchObject({ kind: 'web-page' });
    await another.reach(second, 'saved');
  });
});
