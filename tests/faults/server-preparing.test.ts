import { describe, expect, test } from 'vitest';
import { smallZip } from '../fakes/small-zip.ts';
import { createFaultWorld } from './fault-world.ts';
import type { FaultWorld, FaultWorldOptions } from './fault-world.ts';
import { content, oneExport, size } from './connection-harness.ts';
import { alfrescoError, startRawAlfresco } from './raw-alfresco.ts';
import type { RawAlfresco } from './raw-alfresco.ts';
import type { RawRequest } from './raw-server.ts';
import { head, json, page, piece } from './wire.ts';
import type { Step } from './wire.ts';

const hour = 3_600_000;

/** An Alfresco whose folder `f` becomes a zip of 30 files, and the app. */
async function oneFolder(
  options: FaultWorldOptions = {},
): Promise<{ alfresco: RawAlfresco; world: FaultWorld }> {
  const alfresco = await startRawAlfresco();
  alfresco.folder('f');
  alfresco.prepares = { content: { bytes: await smallZip(30, 10_000) }, files: 30 };
  return { alfresco, world: await createFaultWorld(alfresco, options) };
}

/** The status of whatever is asked for. */
const says =
  (alfresco: RawAlfresco, word: string, numbers: number[] = []) =>
  ({ path }: RawRequest): Step[] =>
    alfresco.status(path.split('/').at(-1)!, word, numbers);

describe('33 a preparation', () => {
  test('33 that takes hours is asked for seldom, and can be cancelled at the server', async () => {
    const { alfresco, world } = await oneFolder();
    alfresco.scripts.always('poll', says(alfresco, 'PENDING'));
    const id = await world.ask('f');
    await world.pass(hour);
    expect(world.job(id).state.is).toBe('preparing');
    expect(alfresco.seen('poll').length).toBeLessThan(120 + 60);
    await world.act(id, 'cancel');
    alfresco.scripts.always('poll', says(alfresco, 'CANCELLED'));
    await world.until(() => alfresco.seen('remove').length === 1);
    expect(alfresco.seen('cancel')).toHaveLength(1);
    expect(world.job(id).state.is).toBe('cancelled');
  });

  test('33 that shows no progress for very long is told, and waited for again when the user says so', async () => {
    const { alfresco, world } = await oneFolder({ settings: { silenceMinutes: 20 } });
    alfresco.scripts.always('poll', says(alfresco, 'PENDING'));
    const id = await world.ask('f');
    await world.reach(id, 'failed');
    expect(await world.failureOf(id)).toMatchObject({ kind: 'silent' });
    alfresco.scripts.always('poll', null);
    await world.act(id, 'retry');
    await world.reach(id, 'saved');
    expect(alfresco.seen('create')).toHaveLength(1);
  });

  test('33 whose numbers go backwards, beyond all, and beyond what can be counted does no harm', async () => {
    const { alfresco, world } = await oneFolder();
    alfresco.scripts.next(
      'poll',
      ...[
        [5, 10, 500, 1000],
        [1, 10, 100, 1000],
        [20, 10, 5000, 1000],
        [7, 0, 7, 0],
        [1e300, 1e300, 1e300, 1e300],
      ].map((numbers) => says(alfresco, 'IN_PROGRESS', numbers)),
    );
    const id = await world.ask('f');
    await world.reach(id, 'saved');
    expect(world.timeline(id).map(({ event }) => event)).not.toContain('failed');
  });
});

describe('34 a state', () => {
  test('34 that nobody knows is waited out', async () => {
    const { alfresco, world } = await oneFolder();
    alfresco.scripts.next('poll', says(alfresco, 'PONDERING\u202e'), says(alfresco, 'ÄH'));
    await world.reach(await world.ask('f'), 'saved');
  });

  test.each([
    ['CANCELLED', 'cancelled-on-server'],
    ['FAILED', 'failed-on-server'],
    ['MAX_CONTENT_SIZE_EXCEEDED', 'too-large'],
  ])('34 “%s” ends the job with its reason, and another one can be asked for', async (word, kind) => {
    const { alfresco, world } = await oneFolder();
    alfresco.scripts.next('poll', says(alfresco, word, [0, 30, 2_000_000, 3_000_000]));
    const id = await world.ask('f');
    await world.reach(id, 'failed');
    expect(await world.failureOf(id)).toMatchObject({ kind });
    await world.act(id, 'askAgain');
    await world.reach(id, 'saved');
    expect(alfresco.seen('create')).toHaveLength(2);
  });

  test.each([
    ['cancelled', 'cancelled-on-server'],
    ['errored', 'failed-on-server'],
  ])('34 “%s” of a Bridge as well', async (state, kind) => {
    const { bridge, world } = await oneExport();
    bridge.scripts.next('poll', () => json('200 OK', bridge.shown('1', state)));
    const id = await world.askExport();
    await world.reach(id, 'failed');
    expect(await world.failureOf(id)).toMatchObject({ kind });
    await world.act(id, 'askAgain');
    await world.reach(id, 'saved');
  });
});

describe('35 what was prepared and is gone', () => {
  test('35 before it was fetched is asked for again by itself, once', async () => {
    const { alfresco, world } = await oneFolder();
    alfresco.scripts.next('node', null, (request) => {
      alfresco.nodes.delete(request.path.split('/').at(-1)!);
      return alfrescoError('404 Not Found', 'not found');
    });
    const id = await world.ask('f');
    await world.reach(id, 'saved');
    expect(alfresco.seen('create')).toHaveLength(2);
  });

  test('35 in the middle of it, too, and the old bytes are dropped', async () => {
    const { alfresco, world } = await oneFolder();
    alfresco.scripts.next('content', (request) => {
      const prepared = request.path.split('/').at(-2)!;
      const steps = alfresco.serve(prepared, request, { cut: { before: 100_000, by: 'fin' } });
      alfresco.nodes.delete(prepared);
      return steps;
    });
    const id = await world.ask('f');
    await world.reach(id, 'saved');
    expect(alfresco.seen('create')).toHaveLength(2);
    expect(alfresco.ranges()).toEqual([undefined, undefined]);
  });

  test('35 of a Bridge as well', async () => {
    const { bridge, world } = await oneExport();
    bridge.scripts.next('object', (request) => {
      const steps = bridge.serve('1', request, { cut: { before: 100_000, by: 'rst' } });
      bridge.exports.delete('1');
      return steps;
    });
    await world.reach(await world.askExport(), 'saved');
    expect(bridge.seen('create')).toHaveLength(2);
    expect(bridge.ranges()).toEqual([undefined, undefined]);
  });

  test('35 a second time, or where the settings say never, is left to the user', async () => {
    const { bridge, world } = await oneExport({ settings: { askAgainAfterExpiry: 0 } });
    bridge.scripts.always('poll', [head('410 Gone', ['Content-Length: 0'])]);
    const id = await world.askExport();
    await world.reach(id, 'expired');
    await world.pass(24 * hour);
    expect(bridge.seen('create')).toHaveLength(1);
    bridge.scripts.always('poll', null);
    await world.act(id, 'askAgain');
    await world.reach(id, 'saved');

    const { bridge: other, world: another } = await oneExport();
    other.scripts.always('object', [head('410 Gone', ['Content-Length: 0'])]);
    const second = await another.askExport();
    await another.reach(second, 'expired');
    expect(other.seen('create')).toHaveLength(2);
  });
});

describe('36 a file that is ready and not there yet', () => {
  const missing = alfrescoError('404 Not Found', 'Unable to locate content');

  test('36 is looked for again for some seconds', async () => {
    const { alfresco, world } = await oneFolder();
    alfresco.scripts.next('content', missing, missing, missing);
    const id = await world.ask('f');
    await world.reach(id, 'saved');
    expect(alfresco.seen('create')).toHaveLength(1);
    expect(world.timeline(id).map(({ event }) => event)).not.toContain('failed');

    const { bridge, world: another } = await oneExport();
    const lost = [head('404 Not Found', ['Content-Length: 0'])];
    bridge.scripts.next('object', lost, lost, lost);
    await another.reach(await another.askExport(), 'saved');
    expect(bridge.seen('create')).toHaveLength(1);
    expect(bridge.seen('file')).toHaveLength(4);
  });

  test('36 and isn’t there after them either, is gone', async () => {
    const { alfresco, world } = await oneFolder({ settings: { askAgainAfterExpiry: 0 } });
    alfresco.scripts.always('content', missing);
    await world.reach(await world.ask('f'), 'expired');
    expect(alfresco.seen('content')).toHaveLength(4);
  });
});

describe('41 a request to prepare whose answer is lost', () => {
  test('41 cancelled while the things are still looked up: the request doesn’t go out at all', async () => {
    const { alfresco, world } = await oneFolder();
    let id = '';
    const entry = { id: 'f', name: 'f', nodeType: 'cm:folder', isFolder: true, isFile: false };
    alfresco.scripts.next('node', [
      { passed: () => void world.act(id, 'cancel') },
      ...json('200 OK', { entry }),
    ]);
    id = await world.ask('f');
    await world.reach(id, 'cancelled');
    expect(alfresco.seen('create')).toHaveLength(0);
  });

  test.each([
    ['by a reset', [{ close: 'rst' }]],
    [
      'in its middle',
      [head('202 Accepted', ['Content-Length: 500']), { send: '{"entry":' }, { close: 'fin' }],
    ],
    ['by a gateway that gave up', page('504 Gateway Timeout')],
    ['in a form that can’t be read', json('202 Accepted', { entry: {} })],
  ] as [string, Step[]][])('41 %s is never sent again by itself', async (_how, steps) => {
    const { alfresco, world } = await oneFolder();
    alfresco.scripts.next('create', steps);
    const id = await world.ask('f');
    await world.reach(id, 'unsure');
    await world.pass(24 * hour);
    expect(alfresco.seen('create')).toHaveLength(1);
    await world.act(id, 'askAgain');
    await world.reach(id, 'saved');
    expect(alfresco.seen('create')).toHaveLength(2);
  });
});

describe('42 what was prepared', () => {
  test('42 is removed from the server later, when that fails after the file is saved', async () => {
    const { alfresco, world } = await oneFolder();
    alfresco.scripts.next(
      'remove',
      alfrescoError('500 Internal Server Error', 'no'),
      [{ close: 'rst' }],
      [{ close: 'fin' }],
    );
    const id = await world.ask('f');
    await world.reach(id, 'saved');
    await world.until(() => ![...alfresco.nodes.values()].some((node) => node.isPrepared));
    expect(alfresco.seen('remove')).toHaveLength(4);
    expect(world.job(id).state.is).toBe('saved');
    expect(world.files().size).toBe(1);
  });
});

describe('43 a server of another version', () => {
  test('43 whose answers hold more than is known, or less than there could be, is understood', async () => {
    const { alfresco, world } = await oneFolder();
    const more = { future: { deep: [1, { two: null }] }, aspects: 'x'.repeat(10_000) };
    alfresco.scripts.next(
      'discovery',
      json('200 OK', { ...more, entry: { repository: { version: { major: 26, minor: '1', patch: '0' } } } }),
    );
    alfresco.scripts.next('person', json('200 OK', { entry: { id: 'ada', ...more }, ...more }));
    alfresco.scripts.next(
      'node',
      json('200 OK', { entry: { id: 'f', name: 'f', isFolder: true, content: null, ...more } }),
    );
    alfresco.scripts.next('poll', (request) =>
      json('200 OK', {
        entry: {
          id: request.path.split('/').at(-1),
          status: 'IN_PROGRESS',
          filesAdded: 0.5,
          totalFiles: 2,
          bytesAdded: 1,
          totalBytes: 2,
          ...more,
        },
        ...more,
      }),
    );
    await world.reach(await world.ask('f'), 'saved');
  });

  test.each([
    ['lack what is needed', json('200 OK', { entry: { status: 'DONE' } })],
    ['have it in another form', json('200 OK', { entry: [] })],
    ['aren’t even JSON', [head('200 OK', ['Content-Length: 4']), { send: '{"en' }]],
  ] as [string, Step[]][])('43 whose answers %s is asked again later', async (_how, steps) => {
    const { alfresco, world } = await oneFolder();
    alfresco.scripts.next('poll', steps);
    const id = await world.ask('f');
    expect(await world.failureOf(id)).toMatchObject({ kind: 'protocol' });
    await world.reach(id, 'saved');
  });
});

describe('71 names that are longer than the list can hold', () => {
  test('71 a folder’s name is cut, and its zip is saved', async () => {
    const { alfresco, world } = await oneFolder();
    alfresco.scripts.next(
      'node',
      json('200 OK', { entry: { id: 'f', name: 'x'.repeat(998), isFolder: true } }),
    );
    const id = await world.ask('f');
    expect((await world.reach(id, 'preparing')).name).toBe(`${'x'.repeat(996)}.zip`);
    await world.reach(id, 'saved');
  });

  test('71 an empty name is none', async () => {
    const { alfresco, world } = await oneFolder();
    const id = await world.ask('f');
    await world.reach(id, 'preparing');
    alfresco.nodes.get('prepared-1')!.name = '';
    await world.reach(id, 'saved');
    expect(world.files().size).toBe(1);
  });

  test('71 an export’s type stands in for its name no further than a name goes', async () => {
    const { bridge, world } = await oneExport();
    const id = await world.askExport();
    bridge.scripts.always('poll', () =>
      json('200 OK', {
        download: { id: '1', download_type: 'x'.repeat(1_100), state: 'done', url: 'https://x.invalid/' },
      }),
    );
    bridge.scripts.always('object', [
      head('200 OK', ['Content-Type: text/csv', `Content-Length: ${size}`]),
      piece(content, 0, size),
    ]);
    await world.reach(id, 'saved');
  });
});
