import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Digest } from '../../src-main/core/ports.ts';
import { FailedError } from '../../src-shared/failures/failure.ts';
import { saying } from '../fakes/saying.ts';
import { smallZip } from '../fakes/small-zip.ts';
import { createWorld, folder } from '../fakes/world.ts';
import type { World } from '../fakes/world.ts';

let zip: Buffer;
beforeAll(async () => {
  zip = await smallZip(5, 60_000);
});

const hash = (algorithm: string): string => createHash(algorithm).update(zip).digest('hex');

/** A server that tells digests with the file. */
function telling(world: World, digests: Digest[]): void {
  world.server.prepares({ name: 'Minutes.zip', bytes: zip });
  world.server.tells(digests);
}

describe('a digest that the server tells', () => {
  it.each([
    ['sha-256', 'sha256'],
    ['md5', 'md5'],
    ['sha-512', 'sha512'],
  ] as const)('by %s lets the right bytes through', async (algorithm, name) => {
    const world = await createWorld();
    telling(world, [{ algorithm, hex: hash(name).toUpperCase() }]);
    const id = await world.ask('folder-1');
    await world.reach(id, 'saved');
  });

  it.each(['sha-256', 'md5'] as const)('by %s keeps wrong bytes from being saved', async (algorithm) => {
    const world = await createWorld();
    telling(world, [{ algorithm, hex: '00' }]);
    const id = await world.ask('folder-1');
    const job = await world.reach(id, 'failed');
    expect(job.state).toMatchObject({ failure: { kind: 'corrupt' } });
    expect(world.files.names(folder)).toEqual([]);
    expect(world.server.count('fetchInto')).toBe(3);
  });
});

describe('bytes that proved wrong', () => {
  it('are not held against those that come in their place and of which no digest is told', async () => {
    const world = await createWorld();
    telling(world, [{ algorithm: 'sha-256', hex: '00' }]);
    world.files.before = (operation) => {
      if (operation !== 'discard') return;
      world.server.tells([]);
      throw new FailedError({ kind: 'folder-unavailable' });
    };
    const id = await world.ask('folder-1');
    await world.reach(id, 'saved');
    expect(world.server.count('fetchInto')).toBe(2);
  });

  it('are fetched again though their part could not be removed', async () => {
    const world = await createWorld();
    telling(world, [{ algorithm: 'sha-256', hex: '00' }]);
    world.files.before = (operation) => {
      if (operation !== 'discard') return;
      world.server.tells([{ algorithm: 'sha-256', hex: hash('sha256') }]);
      throw new FailedError({ kind: 'folder-unavailable' });
    };
    const id = await world.ask('folder-1');
    await world.reach(id, 'saved');
    expect(world.server.count('fetchInto')).toBe(2);
    expect(world.files.read(folder, 'Minutes.zip')).toEqual(zip);
  });
});

describe('bytes in the folder of before', () => {
  it('are no part of a download that has another one, though they could not be removed', async () => {
    const world = await createWorld();
    telling(world, []);
    const held = world.server.holdAt(100_000);
    const id = await world.ask('folder-1');
    await world.reach(id, 'downloading');
    await held.arrived;
    await world.act(id, 'pause');
    await world.clock.until(() => (world.store.output(id)?.durable ?? 0) > 0);
    const parts: string[] = [];
    world.files.before = (operation, place) => {
      if (operation === 'openPart') parts.push(place);
      if (operation === 'discard') throw new FailedError({ kind: 'folder-unavailable' });
    };
    await world.app.handlers['jobs.setFolder']({ jobId: id, folder: '/elsewhere' });
    await world.act(id, 'resume');
    await world.reach(id, 'saved');
    expect(parts).toEqual(['/elsewhere']);
    expect(world.files.read('/elsewhere', 'Minutes.zip')).toEqual(zip);
  });
});

describe('bytes on the disk', () => {
  it('that were hashed while they came are not read again', async () => {
    const world = await createWorld();
    telling(world, []);
    let reads = 0;
    world.files.before = (operation) => void (operation === 'hashPart' && (reads += 1));
    const id = await world.ask('folder-1');
    const job = await world.reach(id, 'saved');
    expect(reads).toBe(0);
    expect(job.state).toMatchObject({ sha256: hash('sha256') });
  });

  it('of an interrupted download are read once, and the hash is the same', async () => {
    const world = await createWorld();
    telling(world, []);
    world.server.cutAt(zip.length / 2);
    const id = await world.ask('folder-1');
    const job = await world.reach(id, 'saved');
    expect(job.state).toMatchObject({ sha256: hash('sha256') });
  });

  it('that something changed meanwhile are fetched again, and the timeline says so', async () => {
    const world = await createWorld();
    telling(world, []);
    world.server.cutAt(zip.length / 2);
    world.server.always('poll', null);
    const id = await world.ask('folder-1');
    await world.clock.until(() => (world.store.output(id)?.durable ?? 0) > 0);
    const { part, durable } = world.store.output(id)!;
    world.files.put(folder, part, Buffer.alloc(durable));
    await world.reach(id, 'saved');
    expect(world.files.read(folder, 'Minutes.zip')).toEqual(zip);
    expect(world.store.log(id).find(({ event }) => event === 'wentBack')?.detail).toMatchObject({ to: 0 });
  });
});

describe('a saved file', () => {
  it('goes where the rule says, in folders inside the chosen one', async () => {
    const world = await createWorld();
    telling(world, []);
    const settings = world.config.settings();
    const filing = { folder: '{server}', name: 'Copy of {name}' };
    await world.app.handlers['settings.save']({ settings: { ...settings, filing } });
    const id = await world.ask('folder-1');
    const job = await world.reach(id, 'saved');
    expect(job.state).toMatchObject({ folder: `${folder}/Records`, fileName: 'Copy of Minutes.zip' });
  });

  it('goes where the rule said when it was asked for, also when there is another one meanwhile', async () => {
    const world = await createWorld();
    telling(world, []);
    const settings = world.config.settings();
    const save = (folder: string) =>
      world.app.handlers['settings.save']({ settings: { ...settings, filing: { folder, name: '{name}' } } });
    await save('{server}');
    const id = await world.ask('folder-1');
    await save('Another');
    expect(await world.app.handlers['jobs.target']({ jobId: id })).toEqual({ folder, inside: ['Records'] });
    const job = await world.reach(id, 'saved');
    expect(job.state).toMatchObject({ folder: `${folder}/Records` });
  });

  it('goes where its connection’s own rule says, before the one for all', async () => {
    const world = await createWorld();
    telling(world, []);
    const own = { rateLimit: null, transferSlots: null, preparationSlots: null, keep: null };
    const filing = { folder: '', name: 'own {name}' };
    await world.app.handlers['connections.configure']({ id: 'c1', own: { ...own, filing } });
    const id = await world.ask('folder-1');
    expect((await world.reach(id, 'saved')).state).toMatchObject({ fileName: 'own Minutes.zip' });
  });

  it('that can run programs is opened only when that was confirmed', async () => {
    const world = await createWorld();
    world.server.document('doc-1', { name: 'setup.exe', bytes: Buffer.from('MZ') });
    const id = await world.ask('doc-1');
    await world.reach(id, 'saved');
    const open = world.app.handlers['jobs.open'];
    await expect(open({ jobId: id, confirmed: false })).rejects.toMatchObject({
      failure: { kind: 'risky-file', detail: '.exe' },
    });
    await open({ jobId: id, confirmed: true });
    expect(world.opened).toEqual([`${folder}/setup.exe`]);
  });

  it('goes to the trash with its row, and a row without its file goes alone', async () => {
    const world = await createWorld();
    telling(world, []);
    const id = await world.ask('folder-1');
    await world.reach(id, 'saved');
    const remove = world.app.handlers['jobs.remove'];
    expect(await remove({ jobIds: [id], files: true })).toEqual({ removed: 1, kept: 0, trashed: 1 });
    expect(world.trashed).toEqual([`${folder}/Minutes.zip`]);
    expect(world.store.job(id)).toBeNull();
  });
});

describe('a rule that can’t be filled in', () => {
  it('is refused, and the old one stays', async () => {
    const world = await createWorld();
    const settings = world.config.settings();
    const filing = { folder: '{sever}', name: '{name}' };
    await expect(
      world.app.handlers['settings.save']({ settings: { ...settings, filing } }),
    ).rejects.toMatchObject({ failure: { kind: 'invalid-input' } });
    expect(world.config.settings().filing).toEqual(settings.filing);
  });
});

describe('space', () => {
  it('that is missing for a large job holds that one up, not the small one behind it', async () => {
    const world = await createWorld();
    const reserve = 64 * 1024 * 1024;
    world.server.document('large', { name: 'large.bin', bytes: Buffer.alloc(500_000, 1) });
    world.server.document('small', { name: 'small.bin', bytes: Buffer.alloc(1_000, 2) });
    world.files.free = reserve + 100_000;
    const large = await world.ask('large');
    const small = await world.ask('small');
    await world.reach(small, 'saved');
    await world.clock.advance(60_000);
    expect(world.job(large)).toMatchObject({ attempt: 0, state: { is: 'ready' } });
    const row = (await world.app.handlers['queue.snapshot']({})).jobs.find(({ id }) => id === large);
    expect(row?.waitingFor).toMatchObject({
      for: 'folder',
      failure: { kind: 'no-space', size: reserve + 500_000, limit: reserve + 100_000 },
    });
    world.files.free = 2 * reserve;
    await world.reach(large, 'saved');
  });

  it('that the disk’s format gives to no single file is told of before a byte is written', async () => {
    const world = await createWorld();
    world.files.largestFile = 400_000;
    world.server.document('large', { name: 'large.bin', bytes: Buffer.alloc(400_001, 1) });
    world.server.document('small', { name: 'small.bin', bytes: Buffer.alloc(400_000, 2) });
    const large = await world.ask('large');
    await world.reach(await world.ask('small'), 'saved');
    expect(world.job(large)).toMatchObject({
      state: { is: 'failed', failure: { detail: saying(/another disk may/) } },
    });
    expect(world.store.output(large)?.durable).toBe(0);
  });

  it('counts what running downloads still have to write', async () => {
    const world = await createWorld();
    const reserve = 64 * 1024 * 1024;
    world.server.document('one', { name: 'one.bin', bytes: Buffer.alloc(500_000, 1) });
    world.server.document('two', { name: 'two.bin', bytes: Buffer.alloc(500_000, 2) });
    world.files.free = reserve + 700_000;
    const held = world.server.holdAt(100_000);
    const one = await world.ask('one');
    await world.reach(one, 'downloading');
    await held.arrived;
    const two = await world.ask('two');
    await world.clock.advance(5_000);
    expect(world.job(two).state.is).toBe('ready');
    held.release();
    await world.reach(two, 'saved');
  });

  it('isn’t asked for anymore when the download was cancelled', async () => {
    const world = await createWorld();
    world.server.document('doc-1', { name: 'a.bin', bytes: Buffer.alloc(500_000, 1) });
    world.files.free = 1_000;
    const id = await world.ask('doc-1');
    await world.clock.advance(30_000);
    expect(world.job(id).state.is).toBe('ready');
    await world.act(id, 'cancel');
    await world.clock.advance(30_000);
    let asked = 0;
    world.files.before = (operation) => void (asked += operation === 'space' ? 1 : 0);
    await world.clock.advance(600_000);
    expect(asked).toBe(0);
  });

  it('of another folder is tried when the user chooses one', async () => {
    const world = await createWorld();
    telling(world, []);
    world.files.free = 1_000;
    const id = await world.ask('folder-1');
    await world.clock.advance(30_000);
    expect(world.job(id).state.is).toBe('ready');
    world.files.free = 1_000_000_000_000;
    await world.app.handlers['jobs.setFolder']({ jobId: id, folder: '/elsewhere' });
    const job = await world.reach(id, 'saved');
    expect(job.state).toMatchObject({ folder: '/elsewhere' });
    expect(world.files.names(folder)).toEqual([]);
  });
});
