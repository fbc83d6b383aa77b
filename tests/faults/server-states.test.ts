import { describe, expect, test } from 'vitest';
import { smallZip } from '../fakes/small-zip.ts';
import { createFaultWorld } from './fault-world.ts';
import { oneDocument, oneExport, size } from './connection-harness.ts';
import { alfrescoError, startRawAlfresco } from './raw-alfresco.ts';
import { storageError } from './raw-bridge.ts';
import { json } from './wire.ts';
import { saying } from '../fakes/saying.ts';

const half = 150_000;
const rest = `bytes=${half}-${size - 1}`;
const cut = { before: half, by: 'fin' } as const;
const hour = 3_600_000;

describe('37 a signed link that expires', () => {
  test('37 while the file comes doesn’t end it', async () => {
    const { bridge, world } = await oneExport();
    bridge.scripts.next('object', (request) => {
      bridge.expireLinks();
      return bridge.serve('1', request);
    });
    await world.reach(await world.askExport(), 'saved');
    expect(bridge.seen('file')).toHaveLength(1);
  });

  test('37 before the rest is asked for is no matter: the rest comes by a fresh one', async () => {
    const { bridge, world } = await oneExport();
    bridge.scripts.next('object', (request) => bridge.serve('1', request, { cut }));
    const id = await world.askExport();
    await world.failureOf(id);
    bridge.expireLinks();
    await world.reach(id, 'saved');
    expect(bridge.ranges()).toEqual([undefined, rest]);
    expect(new Set(bridge.seen('object').map(({ target }) => target)).size).toBe(2);
  });

  test('37 at once is replaced some times, then later', async () => {
    const { bridge, world } = await oneExport();
    const expired = storageError('403 Forbidden', 'AccessDenied');
    bridge.scripts.next('object', expired, storageError('400 Bad Request', 'ExpiredToken'));
    const id = await world.askExport();
    await world.reach(id, 'saved');
    expect(world.timeline(id).map(({ event }) => event)).not.toContain('failed');

    bridge.scripts.always('object', expired);
    const other = await world.askExport();
    expect(await world.failureOf(other)).toMatchObject({
      kind: 'server-error',
      detail: saying('the file store refuses the link: AccessDenied'),
    });
    bridge.scripts.always('object', null);
    await world.reach(other, 'saved');
    expect(bridge.seen('create')).toHaveLength(2);
  });
});

test('38 a link that leads to another version by now starts over, and the timeline says so', async () => {
  const { bridge, world } = await oneExport();
  bridge.scripts.next('object', (request) => bridge.serve('1', request, { cut }));
  const id = await world.askExport();
  await world.failureOf(id);
  bridge.put('1', { content: { pattern: 11, size: size + 500 }, name: 'users.csv', etag: '"two"' });
  await world.reach(id, 'saved');
  const started = world.timeline(id).find(({ event }) => event === 'startedOver');
  expect(started?.detail).toMatchObject({ bytes: half });
});

describe('39 a ticket that is void', () => {
  test('39 before the rest of a file is asked for is replaced by one sign-in', async () => {
    const { alfresco, world } = await oneDocument();
    alfresco.scripts.next('content', (request) => alfresco.serve('a', request, { cut }));
    const id = await world.ask('a');
    await world.failureOf(id);
    alfresco.expireTickets();
    await world.reach(id, 'saved');
    expect(alfresco.ranges()).toEqual([undefined, rest]);
    expect(alfresco.seen('signIn')).toHaveLength(2);
  });

  /** Twenty preparations at once that never end. */
  async function twenty() {
    const alfresco = await startRawAlfresco();
    alfresco.folder('f');
    alfresco.prepares = { content: { bytes: await smallZip(3) }, files: 3 };
    const world = await createFaultWorld(alfresco, {
      settings: { preparationSlotsPerConnection: 20, transferSlots: 20, transferSlotsPerConnection: 20 },
    });
    alfresco.scripts.always('poll', (request) =>
      alfresco.isSignedIn(request.header('authorization'))
        ? alfresco.status(request.path.split('/').at(-1)!, 'IN_PROGRESS')
        : alfrescoError('401 Unauthorized', 'Authentication failed'),
    );
    const ids: string[] = [];
    for (let index = 0; index < 20; index += 1) ids.push(await world.ask('f'));
    await world.until(() => ids.every((id) => world.job(id).state.is === 'preparing'));
    await world.until(() => alfresco.seen('poll').length >= 20);
    return { alfresco, world, ids };
  }

  test('39 for twenty jobs at once is replaced by one sign-in for all of them', async () => {
    const { alfresco, world, ids } = await twenty();
    alfresco.expireTickets();
    alfresco.scripts.always('poll', null);
    await world.until(() => ids.every((id) => world.job(id).state.is === 'saved'));
    expect(alfresco.seen('signIn')).toHaveLength(2);
  });

  test('39 and a password that isn’t good anymore is tried once, and asked for once', async () => {
    const { alfresco, world, ids } = await twenty();
    alfresco.expireTickets();
    alfresco.scripts.always('signIn', alfrescoError('403 Forbidden', 'Login failed'));
    await world.until(() => world.connectionStates.at(-1)?.is === 'needsSignIn');
    const asked = alfresco.server.requests.length;
    await world.pass(24 * hour);
    expect(alfresco.server.requests).toHaveLength(asked);
    expect(alfresco.seen('signIn')).toHaveLength(2);
    // What else screens are told of the server meanwhile puts up no second banner.
    const banners = world.connectionStates.filter(
      ({ is }, at, all) => is === 'needsSignIn' && all[at - 1]?.is !== 'needsSignIn',
    );
    expect(banners).toHaveLength(1);
    alfresco.scripts.always('signIn', null);
    alfresco.scripts.always('poll', null);
    await world.signIn(alfresco.password);
    await world.until(() => ids.every((id) => world.job(id).state.is === 'saved'));
    expect(alfresco.seen('signIn')).toHaveLength(3);
    expect(alfresco.seen('create')).toHaveLength(20);
  });
});

describe('40 a 403', () => {
  test('40 of the server itself is the user’s to settle', async () => {
    const { alfresco, world } = await oneDocument();
    alfresco.scripts.always('content', alfrescoError('403 Forbidden', 'Permission was denied'));
    const id = await world.ask('a');
    await world.reach(id, 'failed');
    expect(await world.failureOf(id)).toMatchObject({ kind: 'refused' });
    await world.pass(24 * hour);
    expect(alfresco.seen('content')).toHaveLength(1);
    alfresco.scripts.always('content', null);
    await world.act(id, 'retry');
    await world.reach(id, 'saved');
  });

  test('40 of a Bridge means another account, one of its storage only another link', async () => {
    const { bridge, world } = await oneExport();
    bridge.scripts.next('file', json('403 Forbidden', { errors: [{ title: 'Forbidden' }] }));
    const id = await world.askExport();
    await world.reach(id, 'failed');
    expect(await world.failureOf(id)).toMatchObject({ kind: 'other-account' });
    expect(bridge.storage.requests).toEqual([]);
    bridge.scripts.next('object', storageError('403 Forbidden', 'SignatureDoesNotMatch'));
    await world.act(id, 'retry');
    await world.reach(id, 'saved');
    expect(bridge.seen('object')).toHaveLength(2);
  });
});

test('44 two jobs for the same document in one folder get a name and an unfinished file each', async () => {
  const { alfresco, world } = await oneDocument();
  for (const before of [100_000, 200_000])
    alfresco.scripts.next('content', (request) =>
      alfresco.serve('a', request, { cut: { before, by: 'fin' } }),
    );
  const ids = [await world.ask('a'), await world.ask('a')];
  await world.until(() => ids.every((id) => world.durable(id) > 0));
  expect(ids.map((id) => world.durable(id)).sort()).toEqual([100_000, 200_000]);
  await world.until(() => ids.every((id) => world.job(id).state.is === 'saved'));
  expect([...world.files().keys()].sort()).toEqual(['a (1).bin', 'a.bin']);
});
