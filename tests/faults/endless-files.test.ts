import { gzipSync } from 'node:zlib';
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sentence } from '../../src-shared/failures/failure-words.ts';
import { oneExport } from './connection-harness.ts';
import { createFaultWorld } from './fault-world.ts';
import { startRawAlfresco } from './raw-alfresco.ts';
import { chunks, head, lastChunk } from './wire.ts';

const tenMinutes = 10 * 60_000;
const zeros = gzipSync(new Uint8Array(30_000_000));

test('91 a gzip that unpacks to far more than it is stops at the size that is set, and leaves nothing', async () => {
  const { bridge, world } = await oneExport({ settings: { untoldGigabytes: 0.002 } });
  bridge.scripts.always('object', () => [
    head('200 OK', ['Content-Encoding: gzip', `Content-Length: ${zeros.length}`]),
    { bytes: zeros },
  ]);
  const id = await world.askExport();
  const { state } = await world.reach(id, 'failed');
  expect(state).toMatchObject({ failure: { kind: 'too-large', limit: 2_000_000 } });
  expect(sentence(await world.failureOf(id))).toMatch(/came, so Ferry stopped/);
  expect(bridge.seen('object')).toHaveLength(1);
  expect(readdirSync(world.folder)).toEqual([]);
});

test('91 a body without any end stops there, too', async () => {
  const { bridge, world } = await oneExport({ settings: { untoldGigabytes: 0.002 } });
  bridge.scripts.always('object', () => [
    head('200 OK', ['Transfer-Encoding: chunked']),
    ...chunks({ pattern: 7, size: 10_000_000 }, 0, 10_000_000, 500_000),
    lastChunk,
  ]);
  const id = await world.askExport();
  await world.reach(id, 'failed');
  expect(readdirSync(world.folder)).toEqual([]);
});

test('91 a gzip that unpacks to more than was announced stops at what was announced', async () => {
  const alfresco = await startRawAlfresco();
  alfresco.put('a', { content: { pattern: 3, size: 100_000 } });
  alfresco.scripts.always('content', () => [
    head('200 OK', ['Content-Encoding: gzip', `Content-Length: ${zeros.length}`]),
    { bytes: zeros },
  ]);
  const world = await createFaultWorld(alfresco);
  const id = await world.ask('a');
  await world.until(() => world.job(id).lastFailure !== null);
  expect(world.job(id).lastFailure).toMatchObject({ kind: 'protocol' });
  expect(readdirSync(world.folder)).toEqual([]);
});

test('92 a download of which nothing came leaves no empty file in the folder, neither while it waits nor failed', async () => {
  const { bridge, world } = await oneExport();
  bridge.scripts.always('object', [head('500 Internal Server Error', ['Content-Length: 0'])]);
  const id = await world.askExport();
  await world.until(() => world.job(id).lastFailure !== null);
  expect(readdirSync(world.folder)).toEqual([]);
  await world.pass(10 * tenMinutes);
  await world.reach(id, 'failed');
  expect(readdirSync(world.folder)).toEqual([]);
  bridge.scripts.always('object', null);
  await world.act(id, 'retry');
  await world.reach(id, 'saved');
});
