import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { smallZip } from '../fakes/small-zip.ts';
import { createFaultWorld } from './fault-world.ts';
import { content, oneDocument, oneExport, size } from './connection-harness.ts';
import { startRawAlfresco } from './raw-alfresco.ts';
import { startRawBridge } from './raw-bridge.ts';
import { bytesOf, head, page, piece, text } from './wire.ts';
import type { Step } from './wire.ts';

const half = 150_000;
const cut = { before: half, by: 'fin' } as const;
const bytes = (sent: Uint8Array, lines: string[] = []): Step[] => [
  head('200 OK', [`Content-Length: ${sent.length}`, ...lines]),
  { bytes: sent },
];

/** An Alfresco whose folder `f` becomes that zip. */
async function oneZip(zip: Uint8Array, files: number) {
  const alfresco = await startRawAlfresco();
  alfresco.folder('f');
  alfresco.prepares = { content: { bytes: zip }, files };
  return { alfresco, world: await createFaultWorld(alfresco) };
}

describe('25 gzip that nobody asked for', () => {
  const zipped = gzipSync(bytesOf(content));
  const gzip = (sent: Uint8Array): Step[] => bytes(sent, ['Content-Encoding: gzip', 'ETag: "one"']);

  test('25 is unpacked from the start, where the server told the size', async () => {
    const { alfresco, world } = await oneDocument();
    alfresco.scripts.next('content', gzip(zipped));
    await world.reach(await world.ask('a'), 'saved');
    expect(alfresco.ranges()).toEqual([undefined]);
  });

  test('25 that is cut starts over: nothing tells which bytes of the file came', async () => {
    const { alfresco, world } = await oneDocument();
    alfresco.scripts.next('content', [
      head('200 OK', [`Content-Length: ${zipped.length}`, 'Content-Encoding: gzip']),
      { bytes: zipped.subarray(0, half) },
      { close: 'fin' },
    ]);
    alfresco.scripts.next('content', gzip(zipped.subarray(0, half)));
    await world.reach(await world.ask('a'), 'saved');
    expect(alfresco.ranges()).toEqual([undefined, undefined, undefined]);
  });

  test('25 is unpacked where its length is not told either, for a gzip proves itself', async () => {
    const zip = await smallZip(20, 1000);
    const { bridge, world } = await oneExport();
    bridge.prepares = { content: { bytes: zip }, name: 'users.zip', etag: '"one"' };
    bridge.scripts.next('object', gzip(gzipSync(zip)));
    await world.reach(await world.askExport(), 'saved');

    bridge.prepares = { content, name: 'users.csv', etag: '"one"' };
    bridge.scripts.next('object', gzip(zipped));
    await world.reach(await world.askExport(), 'saved');
  });

  test('25 of the rest alone starts over', async () => {
    const { bridge, world } = await oneExport();
    bridge.scripts.next('object', (request) => bridge.serve('1', request, { cut }));
    bridge.scripts.next('object', (request) =>
      bridge.serve('1', request, { lines: ['Content-Encoding: gzip'] }),
    );
    await world.reach(await world.askExport(), 'saved');
    expect(bridge.ranges()).toEqual([undefined, `bytes=${half}-${size - 1}`, undefined]);
  });

  test('25 that is none, and other codings, are faults: asked again later', async () => {
    const { alfresco, world } = await oneDocument();
    alfresco.scripts.next('content', gzip(Buffer.from('not zipped at all')));
    alfresco.scripts.next(
      'content',
      bytes(brotliCompressSync(bytesOf({ pattern: 7, size: 1000 })), ['Content-Encoding: br']),
    );
    const id = await world.ask('a');
    expect(await world.failureOf(id)).toMatchObject({ kind: 'protocol' });
    expect(world.durable(id)).toBe(0);
    await world.reach(id, 'saved');
    expect(alfresco.ranges()).toEqual([undefined, undefined, undefined]);
  });
});

test.each([
  ['too small', ['Content-Length: 1000']],
  ['too big', [`Content-Length: ${size + 1}`]],
  ['negative', ['Content-Length: -5']],
  ['told twice', [`Content-Length: ${size}`, 'Content-Length: 5']],
  ['beyond what is counted exactly', ['Content-Length: 9007199254740993']],
  ['beyond all numbers', [`Content-Length: ${'9'.repeat(40)}`]],
  ['in words', ['Content-Length: many']],
  ['beside chunks', [`Content-Length: ${size}`, 'Transfer-Encoding: chunked']],
])(
  '26 a length that is %s is a fault: asked again later, and nothing wrong is saved',
  async (_how, lines) => {
    const steps: Step[] = [
      head('200 OK', ['ETag: "one"', ...lines]),
      piece(content, 0, size),
      { close: 'fin' },
    ];
    const { alfresco, world } = await oneDocument();
    alfresco.scripts.next('content', steps);
    const id = await world.ask('a');
    expect((await world.failureOf(id)).kind).toMatch(/^(protocol|cut)$/);
    await world.reach(id, 'saved');

    const { bridge, world: another } = await oneExport();
    bridge.scripts.next('object', steps);
    await another.reach(await another.askExport(), 'saved');
  },
);

test('27 a modified time is no proof, least of all one of the same second: the rest is fetched anew', async () => {
  const date = 'Mon, 21 Sep 2026 10:00:00 GMT';
  const lines = [`Last-Modified: ${date}`, `Date: ${date}`];
  const { bridge, world } = await oneExport();
  bridge.prepares = { content, name: 'users.csv', etag: null };
  bridge.scripts.next('object', (request) => bridge.serve('1', request, { cut, lines }));
  await world.reach(await world.askExport(), 'saved');
  expect(bridge.ranges()).toEqual([undefined, undefined]);
});

describe('28 an ETag', () => {
  test('28 that was there first and is gone later proves nothing anymore', async () => {
    const { bridge, world } = await oneExport();
    bridge.scripts.next('object', (request) => {
      const steps = bridge.serve('1', request, { cut });
      bridge.put('1', { content, name: 'users.csv', etag: null });
      return steps;
    });
    await world.reach(await world.askExport(), 'saved');
    expect(bridge.ranges()[0]).toBeUndefined();
    expect(bridge.ranges().at(-1)).toBeUndefined();
  });

  test('28 that is another one at each machine behind a balancer costs some starts, not a wrong byte', async () => {
    const { bridge, world } = await oneExport();
    let machine = 0;
    bridge.scripts.always('object', (request) => {
      machine += 1;
      bridge.put('1', { content, name: 'users.csv', etag: `"machine-${machine}"` });
      return bridge.serve('1', request, machine < 6 ? { cut } : {});
    });
    await world.reach(await world.askExport(), 'saved');
    expect(machine).toBeLessThan(15);
  });
});

describe('29 a server that asks to be left alone', () => {
  const later = (seconds: number): string => new Date(seconds * 1000).toUTCString();

  test.each([
    ['no time', () => '0', 1],
    ['five seconds', () => '5', 5],
    ['until a time of day', (now: number) => later(Math.ceil(now / 1000) + 30), 30],
    ['until a time that is over', (now: number) => later(now / 1000 - 100), 1],
    ['for ten years', () => '315360000', 3600],
    ['in words', () => 'soon', 1],
    ['for a negative time', () => '-60', 1],
  ])('29 %s is left alone for so long, within reason', async (_what, value, seconds) => {
    const { alfresco, world } = await oneDocument();
    for (const status of ['429 Too Many Requests', '503 Service Unavailable'])
      alfresco.scripts.next('content', () => [
        head(status, [`Retry-After: ${value(world.clock.now())}`, 'Content-Length: 0']),
      ]);
    const id = await world.ask('a');
    expect(await world.failureOf(id)).toMatchObject({ kind: 'busy' });
    const { retryAt } = world.job(id);
    const waits = (retryAt! - world.clock.now()) / 1000;
    expect(Math.abs(waits - seconds)).toBeLessThanOrEqual(1);
    await world.reach(id, 'saved');
  });
});

describe('30 an error', () => {
  test('30 of the server or of what is in front of it is waited out', async () => {
    const { alfresco, world } = await oneDocument();
    alfresco.scripts.next(
      'content',
      page('500 Internal Server Error'),
      page('502 Bad Gateway'),
      page('504 Gateway Timeout'),
    );
    await world.reach(await world.ask('a'), 'saved');
    expect(alfresco.ranges()).toHaveLength(4);
  });

  const lying = ['Content-Disposition: attachment; filename="Papers.zip"', 'ETag: "one"'];

  test.each([
    ['a page', '<html><body>Internal error</body></html>', 'web-page'],
    ['a page after a comment', '\ufeff <!-- gateway -->\n<!doctype HTML><p>no', 'web-page'],
    ['words', '{"error":"no"}', 'protocol'],
  ])(
    '30 with a good status and the file’s name and type, %s, is not taken for a zip',
    async (_what, body, kind) => {
      const zip = await smallZip(3);
      const { alfresco, world } = await oneZip(zip, 3);
      const padded = Buffer.concat([Buffer.from(body), zip]).subarray(0, zip.length);
      alfresco.scripts.next('content', bytes(padded, lying));
      const id = await world.ask('f');
      expect(await world.failureOf(id)).toMatchObject({ kind });
      expect(world.durable(id)).toBe(0);
      await world.reach(id, 'saved');

      const bridge = await startRawBridge();
      bridge.prepares = { content: { bytes: zip }, name: 'Papers.zip', etag: '"one"' };
      const another = await createFaultWorld(bridge);
      bridge.scripts.next('object', text('200 OK', 'application/zip', body, lying));
      const second = await another.askExport();
      expect(await another.failureOf(second)).toMatchObject({ kind });
      expect(another.durable(second)).toBe(0);
      await another.reach(second, 'saved');
    },
  );

  test('30 that begins as a zip is found out when the zip is looked at', async () => {
    const zip = await smallZip(3);
    const { alfresco, world } = await oneZip(zip, 3);
    alfresco.scripts.next('content', bytes(Buffer.from('PK, but no zip').subarray(0, zip.length)));
    alfresco.scripts.next('content', bytes(Buffer.concat([Buffer.from('PK'), Buffer.alloc(zip.length - 2)])));
    const id = await world.ask('f');
    await world.reach(id, 'saved');
    expect(alfresco.ranges()).toHaveLength(3);
  });

  test('30 a document that is a page is one', async () => {
    const { alfresco, world } = await oneDocument();
    const html = Buffer.from('<!DOCTYPE html><title>A table</title>');
    alfresco.put('page', {
      content: { bytes: html },
      name: 'table.xls',
      mimeType: 'application/vnd.ms-excel',
    });
    await world.reach(await world.ask('page'), 'saved');
  });
});
