import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { content, oneExport, size } from './connection-harness.ts';
import { bytesOf, serve } from './wire.ts';
import { saying } from '../fakes/saying.ts';

const half = 150_000;
const rest = `bytes=${half}-${size - 1}`;
const cut = { before: half, by: 'fin' } as const;

describe('20 a storage that lies about everything but the digest', () => {
  const swapped = { pattern: 8, size };
  const sha256 = createHash('sha256').update(bytesOf(swapped)).digest('base64');
  const md5 = createHash('md5').update(bytesOf(swapped)).digest('base64');

  test('20 is found out when the file is whole: the mixture is thrown away', async () => {
    const { bridge, world } = await oneExport();
    bridge.scripts.next('object', (request) => bridge.serve('1', request, { cut }));
    const id = await world.askExport();
    await world.failureOf(id);
    bridge.put('1', { content: swapped, name: 'users.csv', etag: '"one"' });
    bridge.scripts.next('object', (request) =>
      serve(swapped, request.header('range'), { lines: ['ETag: "one"', `Repr-Digest: sha-256=:${sha256}:`] }),
    );
    await world.reach(id, 'saved');
    expect(bridge.ranges()).toEqual([undefined, rest, undefined]);
    expect(world.job(id).corruptions).toBe(1);
  });

  test('20 with other bytes than their digests is given up, and nothing is saved', async () => {
    const { bridge, world } = await oneExport();
    bridge.scripts.always('object', (request) =>
      bridge.serve('1', request, { lines: [`Content-MD5: ${md5}`] }),
    );
    const id = await world.askExport();
    await world.reach(id, 'failed');
    expect(await world.failureOf(id)).toMatchObject({
      kind: 'corrupt',
      detail: saying('its md5 is not the one that the server told'),
    });
    expect(world.files().size).toBe(0);
    bridge.scripts.always('object', null);
    await world.act(id, 'retry');
    await world.reach(id, 'saved');
    expect(
      world
        .files()
        .get('users.csv')
        ?.equals(Buffer.from(bytesOf(content))),
    ).toBe(true);
  });
});
